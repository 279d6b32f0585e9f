package io.leadfactory.perf.judge;

import io.leadfactory.perf.define.Percent;
import io.leadfactory.perf.measure.Leak;
import io.leadfactory.perf.measure.SoakMeasurement;
import java.util.List;
import java.util.function.Consumer;
import org.opentest4j.AssertionFailedError;

/** Assertions on a soak, each judged at once by the rules of {@link SoakJudge}. For one thread. */
public final class SoakAssert {
    private final SoakMeasurement soak;
    private final Consumer<Judgement> receiver;

    private SoakAssert(SoakMeasurement soak, Consumer<Judgement> receiver) {
        this.soak = soak;
        this.receiver = receiver;
    }

    /**
     * Begins assertions whose judgements go to somebody.
     *
     * @param soak what was measured
     * @param receiver takes each judgement: {@link Judgement#assertPassed()} makes it an assertion, a list keeps it
     * @return the assertions
     */
    public static SoakAssert of(SoakMeasurement soak, Consumer<Judgement> receiver) {
        return new SoakAssert(soak, receiver);
    }

    /**
     * Asserts that the median response time did not grow by more from the first part to the last.
     *
     * @param growth how much it may grow
     * @return these assertions
     * @throws AssertionFailedError if it grew by more, or the parts do not allow to say so
     */
    public SoakAssert doesNotSlowDownBy(Percent growth) {
        return check(Limit.atMost(Metric.SLOW_DOWN, 1 + growth.share()));
    }

    /**
     * Asserts that operations leave nothing in the heap for good, apart from 16 bytes each at most.
     *
     * @return these assertions
     * @throws AssertionFailedError if they certainly leave more, or the parts do not allow to say so
     */
    public SoakAssert doesNotLeak() {
        return check(Limit.atMost(Metric.LEAK, Leak.TOLERANCE));
    }

    private SoakAssert check(Limit limit) {
        receiver.accept(SoakJudge.judge(soak, List.of(limit)));
        return this;
    }
}
