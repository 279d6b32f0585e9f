package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.SweepMeasurement;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.opentest4j.AssertionFailedError;

/** Assertions on one level of a sweep, each judged at once by the rules of {@link Scaling}. For one thread. */
public final class SweepAssert {
    private final SweepMeasurement sweep;
    private final int users;
    private final ObjIntConsumer<Judgement> receiver;

    private SweepAssert(SweepMeasurement sweep, int users, ObjIntConsumer<Judgement> receiver) {
        this.sweep = sweep;
        this.users = users;
        this.receiver = receiver;
    }

    /**
     * Begins assertions on the highest number of users, whose judgements go to somebody.
     *
     * @param sweep what was measured
     * @param receiver takes each judgement: {@link Judgement#assertPassed()} makes it an assertion, a list keeps it
     * @return the assertions
     */
    public static SweepAssert of(SweepMeasurement sweep, Consumer<Judgement> receiver) {
        return byLevel(sweep, (judgement, users) -> receiver.accept(judgement));
    }

    /**
     * Begins assertions on the highest number of users, whose judgements go to somebody who wants to know of which level each
     * is.
     *
     * @param sweep what was measured
     * @param receiver takes each judgement with the number of users that it is about
     * @return the assertions
     */
    public static SweepAssert byLevel(SweepMeasurement sweep, ObjIntConsumer<Judgement> receiver) {
        return new SweepAssert(
                sweep, sweep.levels().get(sweep.levels().size() - 1).users(), receiver);
    }

    /**
     * Goes on with another number of users.
     *
     * @param number a level of the sweep
     * @return its assertions
     * @throws IllegalArgumentException if this number was not measured
     */
    public SweepAssert at(int number) {
        return new SweepAssert(sweep, sweep.level(number).users(), receiver);
    }

    /**
     * Asserts that an operation is not much slower than at the lowest level, over the floor that the cores impose.
     *
     * @param factor the factor that it must not reach
     * @return the same assertions
     * @throws AssertionFailedError if it is not, or the rounds do not allow to say so
     */
    public SweepAssert degradationIsBelow(double factor) {
        return check(Limit.below(Metric.DEGRADATION, factor));
    }

    /**
     * Asserts that an operation is not much slower than at the lowest level.
     *
     * @param factor the factor that it must not reach
     * @return the same assertions
     * @throws AssertionFailedError if it is not, or the rounds do not allow to say so
     */
    public SweepAssert rawDegradationIsBelow(double factor) {
        return check(Limit.below(Metric.RAW_DEGRADATION, factor));
    }

    /**
     * Asserts that throughput grows with the users.
     *
     * @param share the least share of what the lowest level promises, 1 for perfect scaling
     * @return the same assertions
     * @throws AssertionFailedError if it does not, or the rounds do not allow to say so
     */
    public SweepAssert efficiencyIsAbove(double share) {
        return check(Limit.above(Metric.EFFICIENCY, share));
    }

    private SweepAssert check(Limit limit) {
        receiver.accept(Scaling.judge(sweep, users, List.of(limit)), users);
        return this;
    }
}
