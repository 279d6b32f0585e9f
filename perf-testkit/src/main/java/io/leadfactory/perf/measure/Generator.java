package io.leadfactory.perf.measure;

/**
 * Tells which part of an operation's delay is the generator's. For one user and thread.
 *
 * <p>A user that was free when its operation was due has begun it late by its own fault. The operations that it then takes
 * without a pause are late by that much at most; what goes beyond is the system's.
 */
final class Generator {
    private long lastEnded = Long.MIN_VALUE;
    private long carried;

    long lateness(long due, long began, long ended) {
        long late = began - due;
        carried = lastEnded <= due ? late : Math.min(carried, late);
        lastEnded = ended;
        return carried;
    }

    /** An operation without a time has ended: what waited behind it waited for the system. */
    void ended(long ended) {
        lastEnded = ended;
        carried = 0;
    }
}
