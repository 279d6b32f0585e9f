package io.leadfactory.perf.measure;

import java.util.Objects;

/**
 * What a run's operations allocated, on whichever threads, less what a run of empty operations does. Immutable.
 *
 * @param bytesPerOperation bytes per operation that was begun; not a number if the JVM does not tell, or threads ended
 *     meanwhile that it does not see any more
 * @param usersBytesPerOperation the users' own threads' part of it; not a number for virtual threads
 * @param controlBytes what the control allocated, a run of empty operations that is measured the same way: it is
 *     subtracted once
 * @param scope which threads were seen
 */
public record Allocation(double bytesPerOperation, double usersBytesPerOperation, double controlBytes, Scope scope) {

    /** Which threads a figure holds. */
    public enum Scope {
        /** All threads of the JVM, ended and virtual ones too; from JDK 21 on. */
        ALL_THREADS,
        /** All platform threads that lived at the end; a thread that was born and ended during the run is missing. */
        LIVING_THREADS,
        /** None: the JVM does not tell. */
        UNKNOWN
    }

    /** Checks the parts. */
    public Allocation {
        Objects.requireNonNull(scope, "scope");
    }

    /**
     * Returns an amount that nobody knows.
     *
     * @return the amount without numbers
     */
    public static Allocation unknown() {
        return new Allocation(Double.NaN, Double.NaN, Double.NaN, Scope.UNKNOWN);
    }

    /**
     * Subtracts the control from what was read, and divides.
     *
     * @param bytes what all threads allocated between the readings, less what was not the operations'
     * @param usersBytes the users' own threads' part
     * @param control what the control allocated
     * @param operations how many operations were begun
     * @return the amount for one operation, never below zero; unknown without operations
     */
    public static Allocation of(double bytes, double usersBytes, double control, long operations) {
        if (operations == 0) {
            return unknown();
        }
        return new Allocation(
                Math.max(0, (bytes - control) / operations),
                usersBytes / operations,
                control,
                AllocationReading.scope());
    }

    /**
     * Returns the same without the bytes of all threads, because some of them ended unseen.
     *
     * @return the amount of which the users' own part alone is known
     */
    public Allocation withUnseenThreads() {
        return new Allocation(Double.NaN, usersBytesPerOperation, controlBytes, scope);
    }

    /**
     * Returns whether the amount is unknown because threads ended unseen.
     *
     * @return false if it is known, or unknown for another reason
     */
    public boolean hasUnseenThreads() {
        return scope == Scope.LIVING_THREADS
                && Double.isNaN(bytesPerOperation)
                && !Double.isNaN(usersBytesPerOperation);
    }
}
