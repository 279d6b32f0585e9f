package io.leadfactory.perf;

import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.measure.MemoryTrend;
import org.opentest4j.AssertionFailedError;

/** Assertions on what stayed in memory, each judged at once by the rules of {@link Judge}. For one thread. */
public final class MemoryTrendAssert {
    private final MemoryTrend trend;

    MemoryTrendAssert(MemoryTrend trend) {
        this.trend = trend;
    }

    /**
     * Goes on with the growth of the heap that survives a collection, over all kept cycles.
     *
     * @return what can be said of it
     */
    public BytesAssert retainedHeapGrowth() {
        return new BytesAssert(Metric.HEAP_GROWTH);
    }

    /**
     * Goes on with the growth of the resident set, over all kept cycles.
     *
     * @return what can be said of it
     */
    public BytesAssert residentGrowth() {
        return new BytesAssert(Metric.RESIDENT_GROWTH);
    }

    /**
     * Goes on with the lower end of the interval of the heap's growth from cycle to cycle.
     *
     * @return what can be said of it
     */
    public BytesAssert certainHeapGrowthPerCycle() {
        return new BytesAssert(Metric.HEAP_TREND);
    }

    /** What can be said of an amount of memory. For one thread. */
    public final class BytesAssert {
        private final Metric metric;

        private BytesAssert(Metric metric) {
            this.metric = metric;
        }

        /**
         * Asserts that the amount is below a limit.
         *
         * @param bytes the amount that it must not reach
         * @return the trend's assertions
         * @throws AssertionFailedError if it is not, or the cycles do not allow to say so
         */
        public MemoryTrendAssert isBelow(long bytes) {
            Judge.judge(trend, Limit.below(metric, (double) bytes)).assertPassed();
            return MemoryTrendAssert.this;
        }
    }
}
