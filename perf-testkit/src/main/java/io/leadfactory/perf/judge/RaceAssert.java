package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.RaceOutcome;
import java.util.function.Consumer;
import org.opentest4j.AssertionFailedError;

/** Assertions on a hunt for a race, judged by the rules of {@link Judge}. For one thread. */
public final class RaceAssert {
    private final RaceOutcome outcome;
    private final Consumer<Judgement> receiver;

    private RaceAssert(RaceOutcome outcome, Consumer<Judgement> receiver) {
        this.outcome = outcome;
        this.receiver = receiver;
    }

    /**
     * Begins assertions whose judgements go to somebody.
     *
     * @param outcome what was found
     * @param receiver takes each judgement: {@link Judgement#assertPassed()} makes it an assertion, a list keeps it
     * @return the assertions
     */
    public static RaceAssert of(RaceOutcome outcome, Consumer<Judgement> receiver) {
        return new RaceAssert(outcome, receiver);
    }

    /**
     * Asserts that no round violated the invariant, in as many rounds as were wanted, in enough of which the actors were at
     * work at the same time.
     *
     * @return these assertions
     * @throws AssertionFailedError with the violation, what to repeat and the counted outcomes if one did; or INCONCLUSIVE,
     *     if the hunt does not allow to say so
     */
    public RaceAssert holds() {
        receiver.accept(Judge.judge(outcome));
        return this;
    }
}
