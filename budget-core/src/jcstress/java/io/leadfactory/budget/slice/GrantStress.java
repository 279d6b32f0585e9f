package io.leadfactory.budget.slice;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJI_Result;

/** A hold while the grant is taken down to what is held: before it or not at all. Nothing fits afterwards. */
@JCStressTest
@Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "held before")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "refused after")
@State
public class GrantStress {
    private final Slice slice = new Slice(2, 2);

    /** One unit is held. */
    public GrantStress() {
        slice.hold(Slice.ANY, 1);
    }

    @Actor
    public void hold(IJI_Result result) {
        result.r1 = slice.hold(Slice.ANY, 1) >= 0 ? 1 : 0;
    }

    @Actor
    public void grant() {
        slice.grant(1, 1);
    }

    @Arbiter
    public void addUp(IJI_Result result) {
        result.r2 = slice.exposure();
        result.r3 = slice.tryHold(1, 1) ? 1 : 0;
    }
}
