package io.leadfactory.budget.slice;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIJ_Result;

/**
 * A commit, a release and an expiry of the same ticket, each against each: one ends it, and what that one said is what was
 * spent. In pairs, since three at once need three processors.
 */
public class TicketStress {
    private final Slice slice = new Slice(10, 8, 10);
    private int expired;
    private final SliceGroup group = new SliceGroup(List.of(slice), new SliceGroup.Listener() {
        @Override
        public void reached() {}

        @Override
        public void expired(long ticket, long units, long actual) {
            expired++;
        }
    });
    private final long ticket = group.tryReserve(2, 0);

    int commit() {
        return group.end(ticket, 1) > 0 ? 1 : 0;
    }

    int release() {
        return group.end(ticket, 0) > 0 ? 1 : 0;
    }

    int expire() {
        group.expire(1, units -> units);
        return expired;
    }

    /** What was spent, if room and tickets agree. */
    long spent() {
        long exposure = slice.exposure();
        return slice.tally().equals(new Tally(exposure, 0)) ? exposure : -1;
    }

    /** A commit and a release. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "committed")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "released")
    @State
    public static class CommitOrRelease extends TicketStress {
        @Actor
        public void commit(IIJ_Result result) {
            result.r1 = commit();
        }

        @Actor
        public void release(IIJ_Result result) {
            result.r2 = release();
        }

        @Arbiter
        public void addUp(IIJ_Result result) {
            result.r3 = spent();
        }
    }

    /** A commit and an expiry. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "committed")
    @Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "expired, which costs what was held")
    @State
    public static class CommitOrExpire extends TicketStress {
        @Actor
        public void commit(IIJ_Result result) {
            result.r1 = commit();
        }

        @Actor
        public void expire(IIJ_Result result) {
            result.r2 = expire();
        }

        @Arbiter
        public void addUp(IIJ_Result result) {
            result.r3 = spent();
        }
    }

    /** A release and an expiry. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "released")
    @Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "expired, which costs what was held")
    @State
    public static class ReleaseOrExpire extends TicketStress {
        @Actor
        public void release(IIJ_Result result) {
            result.r1 = release();
        }

        @Actor
        public void expire(IIJ_Result result) {
            result.r2 = expire();
        }

        @Arbiter
        public void addUp(IIJ_Result result) {
            result.r3 = spent();
        }
    }
}
