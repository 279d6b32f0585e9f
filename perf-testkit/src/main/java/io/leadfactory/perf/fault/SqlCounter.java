package io.leadfactory.perf.fault;

import java.util.concurrent.atomic.LongAdder;

/** Counts for everybody and for each thread. Thread-safe. */
final class SqlCounter {
    /** What is counted, in the order of {@link SqlCounts}. */
    enum What {
        CONNECTION(0),
        PREPARED(1),
        STATEMENT(2),
        BATCHED(3),
        COMMIT(4),
        ROLLBACK(5);

        private final int place;

        What(int place) {
            this.place = place;
        }
    }

    private final LongAdder[] all = new LongAdder[What.values().length];
    private final ThreadLocal<long[]> own = ThreadLocal.withInitial(() -> new long[What.values().length]);

    SqlCounter() {
        for (int i = 0; i < all.length; i++) {
            all[i] = new LongAdder();
        }
    }

    void count(What what) {
        count(what, 1);
    }

    void count(What what, long number) {
        all[what.place].add(number);
        own.get()[what.place] += number;
    }

    SqlCounts all() {
        long[] sums = new long[all.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = all[i].sum();
        }
        return counts(sums);
    }

    SqlCounts ofThisThread() {
        return counts(own.get());
    }

    private static SqlCounts counts(long[] of) {
        return new SqlCounts(of[0], of[1], of[2], of[3], of[4], of[5]);
    }
}
