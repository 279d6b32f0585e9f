package io.leadfactory.perf.machine;

/**
 * What the machine did in a span of time. Immutable. Unknown is not a number.
 *
 * @param cores how many cores this process may use
 * @param elapsedNanos how long the span was
 * @param busyCores how many of them worked on average, for anybody
 * @param ownCores how many of them worked for the system under test
 * @param stealShare the share of their time that a hypervisor took, 0 to 1
 * @param throttledShare the share of the time in which a container's quota held this process back, added up over cores; 1
 *     at most
 */
public record HostActivity(
        int cores, double elapsedNanos, double busyCores, double ownCores, double stealShare, double throttledShare) {

    /**
     * Returns the activity of a system that tells nothing.
     *
     * @return nothing but the cores
     */
    public static HostActivity unknown() {
        return new HostActivity(
                Runtime.getRuntime().availableProcessors(), 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * Returns how many cores worked for processes that have nothing to do with the system under test.
     *
     * @return cores, at least 0
     */
    public double foreignCores() {
        return Math.max(0, busyCores - ownCores);
    }

    /**
     * Returns which share of a thread's waiting for a core other processes have caused: of all the time that cores gave to
     * somebody else than this thread, the part that went to other processes.
     *
     * <p>If the scheduler is fair this is never too much. Of {@code n} busy threads of one's own and {@code b} foreign ones
     * on {@code C} cores each gets {@code C/(n+b)} of a core, so that an operation takes {@code (n+b)/C} times its work.
     * Without the share {@code b/(n+b-1)} of the waiting it still takes at least {@code n/C} times, as it would alone.
     *
     * @param threadCores how much of a core the thread itself had
     * @return 0 to 1; 0 if nobody else had a core
     */
    public double foreignShare(double threadCores) {
        double foreign = foreignCores();
        double all = foreign + Math.max(0, ownCores - threadCores);
        return all > 0 ? foreign / all : all == 0 ? 0 : Double.NaN;
    }
}
