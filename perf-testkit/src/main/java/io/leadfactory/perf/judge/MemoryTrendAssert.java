package io.leadfactory.perf.judge;

import io.leadfactory.perf.define.Bytes;
import io.leadfactory.perf.measure.Leak;
import io.leadfactory.perf.measure.MemoryTrend;
import java.util.List;
import java.util.function.Consumer;

/** Assertions on what stayed in memory, each judged at once by the rules of {@link Judge}. For one thread. */
public final class MemoryTrendAssert {
    private final MemoryTrend trend;
    private final Consumer<Judgement> receiver;

    private MemoryTrendAssert(MemoryTrend trend, Consumer<Judgement> receiver) {
        this.trend = trend;
        this.receiver = receiver;
    }

    /**
     * Begins assertions whose judgements go to somebody.
     *
     * @param trend what was measured
     * @param receiver takes each judgement: {@link Judgement#assertPassed()} makes it an assertion, a list keeps it
     * @return the assertions
     */
    public static MemoryTrendAssert of(MemoryTrend trend, Consumer<Judgement> receiver) {
        return new MemoryTrendAssert(trend, receiver);
    }

    /**
     * Goes on with the growth of the heap that survives a collection, over all kept cycles.
     *
     * @return what can be said of it
     */
    public LimitAssert<Bytes, MemoryTrendAssert> retainedHeapGrowth() {
        return bytes(Metric.HEAP_GROWTH);
    }

    /**
     * Goes on with the growth of the resident set, over all kept cycles.
     *
     * @return what can be said of it
     */
    public LimitAssert<Bytes, MemoryTrendAssert> residentGrowth() {
        return bytes(Metric.RESIDENT_GROWTH);
    }

    /**
     * Goes on with the lower end of the interval of the heap's growth from cycle to cycle.
     *
     * @return what can be said of it
     */
    public LimitAssert<Bytes, MemoryTrendAssert> certainHeapGrowthPerCycle() {
        return bytes(Metric.HEAP_TREND);
    }

    /**
     * Asserts that operations leave nothing in the heap for good, apart from 16 bytes each at most.
     *
     * @return these assertions
     * @throws org.opentest4j.AssertionFailedError with the bytes per operation and their interval, if they certainly leave
     *     more, or the cycles do not allow to say so
     */
    public MemoryTrendAssert doesNotLeak() {
        return check(List.of(Limit.atMost(Metric.LEAK, Leak.TOLERANCE)));
    }

    /**
     * Goes on with the bytes that each operation leaves in the heap for good.
     *
     * @return what can be said of them; limits from above alone
     */
    public LimitAssert<Bytes, MemoryTrendAssert> retainedPerOperation() {
        return bytes(Metric.LEAK);
    }

    private LimitAssert<Bytes, MemoryTrendAssert> bytes(Metric metric) {
        return new LimitAssert<>(metric, amount -> (double) amount.count(), this::check);
    }

    private MemoryTrendAssert check(List<Limit> limits) {
        receiver.accept(Judge.judge(trend, limits));
        return this;
    }
}
