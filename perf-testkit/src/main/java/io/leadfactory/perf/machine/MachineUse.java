package io.leadfactory.perf.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What the machine gave to the users of one run, and what it gave to others meanwhile. Immutable. Unknown is not a number.
 *
 * @param users how many users worked
 * @param busyCores how many cores the users' own threads had on average
 * @param waitingCores how many users waited for a core on average, while they could have run
 * @param host what the whole machine did
 * @param fitness how fit the machine was before
 */
public record MachineUse(int users, double busyCores, double waitingCores, HostActivity host, Fitness fitness) {
    /** The share of the time wanted that users must have waited for a core to call the machine the limit. */
    private static final double LIMITING = 0.2;
    /** Where waiting is unknown: the share of all cores that the users must have had. */
    private static final double SATURATED = 0.9;
    /** The share of the users' time that others must have taken to call a run disturbed. */
    private static final double DISTURBING = 0.01;

    private static final double DISTURBING_STEAL = 0.02;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if users is not positive
     */
    public MachineUse {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(fitness, "fitness");
        if (users <= 0) {
            throw new IllegalArgumentException("users must be positive: " + users);
        }
    }

    /**
     * Returns the use of a machine that tells nothing.
     *
     * @param users how many users worked
     * @return all unknown
     */
    public static MachineUse unknown(int users) {
        return new MachineUse(users, Double.NaN, Double.NaN, HostActivity.unknown(), Fitness.notChecked());
    }

    /**
     * Returns which share of the time in which users wanted a core they had none.
     *
     * @return 0 to 1
     */
    public double waitingShare() {
        return waitingCores / (busyCores + waitingCores);
    }

    /**
     * Returns which share of the users' waiting other processes caused, see {@link HostActivity#foreignShare(double)}.
     *
     * @return 0 to 1
     */
    public double foreignShare() {
        return host.foreignShare(busyCores / users);
    }

    /**
     * Returns which share of the users' time they lost by waiting that other processes caused.
     *
     * @return 0 to 1
     */
    public double lostShare() {
        return Math.min(1, waitingCores * foreignShare() / users);
    }

    /**
     * Returns whether the machine was the limit, rather than the code: the users had no core in a fifth of the time in which
     * they wanted one. Where waiting is unknown, whether more users than cores had nine tenths of all cores.
     *
     * @return false if neither is known
     */
    public boolean wasTheLimit() {
        return Double.isNaN(waitingCores)
                ? users > host.cores() && busyCores >= SATURATED * host.cores()
                : waitingShare() >= LIMITING;
    }

    /**
     * Returns what may have made times longer that was not the system under test, a clause each.
     *
     * @return empty if the machine was quiet as far as it tells
     */
    public List<String> disturbances() {
        List<String> found = new ArrayList<>();
        if (lostShare() >= DISTURBING) {
            found.add(String.format(
                    Locale.ROOT,
                    "other processes had %.1f of %d cores and took %.0f %% of the users' time",
                    host.foreignCores(),
                    host.cores(),
                    100 * lostShare()));
        }
        if (host.stealShare() >= DISTURBING_STEAL) {
            found.add(String.format(
                    Locale.ROOT, "a hypervisor took %.0f %% of the cores' time", 100 * host.stealShare()));
        }
        if (host.throttledShare() >= DISTURBING) {
            found.add(String.format(
                    Locale.ROOT, "a quota held the process back for %.0f %% of the time", 100 * host.throttledShare()));
        }
        if (fitness.isUnfit()) {
            found.add("the machine was unfit before: " + String.join(", ", fitness.reasons()));
        }
        return List.copyOf(found);
    }

    /**
     * Says what the machine was for the run.
     *
     * @return one sentence without a full stop, as "the machine was the limit: 8 users wanted 8.0 of 2 cores and waited for
     *     one in 75 % of that time"
     */
    public String sentence() {
        List<String> parts = new ArrayList<>();
        if (wasTheLimit()) {
            parts.add(limit());
        }
        parts.addAll(disturbances());
        if (!parts.isEmpty()) {
            return String.join("; ", parts);
        }
        return Double.isNaN(busyCores)
                ? "unknown"
                : String.format(Locale.ROOT, "quiet: the users had %.1f of %d cores", busyCores, host.cores());
    }

    private String limit() {
        String plural = users == 1 ? "user" : "users";
        if (Double.isNaN(waitingCores)) {
            return String.format(
                    Locale.ROOT,
                    "the machine was the limit: %d %s had %.1f of %d cores",
                    users,
                    plural,
                    busyCores,
                    host.cores());
        }
        return String.format(
                Locale.ROOT,
                "the machine was the limit: %d %s wanted %.1f of %d cores and waited for one in %.0f %% of that time",
                users,
                plural,
                busyCores + waitingCores,
                host.cores(),
                100 * waitingShare());
    }
}
