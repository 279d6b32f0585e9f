package io.leadfactory.budget.slice;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIJ_Result;

/** Two holds on the last unit: one has it, the other is refused. */
@JCStressTest
@Outcome(
        id = {"1, 0, 1", "0, 1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "one of them has it")
@State
public class LastUnitStress {
    private final Slice slice = new Slice(1, 1);

    @Actor
    public void first(IIJ_Result result) {
        result.r1 = slice.hold(Slice.ANY, 1) >= 0 ? 1 : 0;
    }

    @Actor
    public void second(IIJ_Result result) {
        result.r2 = slice.tryHold(1, 1) ? 1 : 0;
    }

    @Arbiter
    public void addUp(IIJ_Result result) {
        result.r3 = slice.exposure();
    }
}
