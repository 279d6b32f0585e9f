package io.leadfactory.budget.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: twice as long each time, up to a longest; half of it fixed, half at random, so
 * that many senders do not come back at once. What the receiver asked for is kept, up to an hour, and spread in the same way.
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {
    static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private static final int MOST_DOUBLINGS = 30;

    /** After so many failed attempts, at least one. */
    Duration after(int failed, @Nullable Duration asked) {
        Duration full = first.multipliedBy(1L << Math.min(failed - 1, MOST_DOUBLINGS));
        Duration half = (full.compareTo(longest) < 0 ? full : longest).dividedBy(2);
        Duration spread = Duration.ofNanos((long) (random.nextDouble() * half.toNanos()));
        Duration own = half.plus(spread);
        if (asked == null) {
            return own;
        }
        Duration kept = (asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED).plus(spread);
        return kept.compareTo(own) < 0 ? own : kept;
    }
}
