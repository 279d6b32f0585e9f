package io.leadfactory.perf.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether this machine is quiet: the same work seven times, of which the first two are dropped, within half a second.
 * Thread-safe.
 *
 * <p>The work is fixed, an integer generator and small allocations, so that its shortest time is a ruler for the machine's
 * speed too. Beside it stand the system's own figures, where it has them: pressure on the cores in the last ten seconds,
 * time stolen by a hypervisor, time held back by a container's quota.
 */
public final class FitnessCheck {
    private static final int ROUNDS = 7;
    private static final int DROPPED = 2;
    private static final int FEWEST = 3;
    private static final int STEPS = 4_000_000;
    private static final int STEPS_PER_ALLOCATION = 64;
    private static final long LONGEST_NANOS = 500_000_000;
    private static final double MOST_SPREAD = 0.30;
    private static final double MOST_PRESSURE = 0.60;
    private static final double MOST_STEAL = 0.05;
    private static final double MOST_THROTTLED = 0.01;

    private static @Nullable Fitness known;

    private final HostFiles files;
    private final HostSource host;
    private final LongSupplier clock;
    private final Runnable work;

    FitnessCheck(HostFiles files, HostSource host, LongSupplier clock, Runnable work) {
        this.files = files;
        this.host = host;
        this.clock = clock;
        this.work = work;
    }

    /**
     * Returns the fitness of this machine, looked at once for each JVM.
     *
     * @param clock nanoseconds of a clock that never goes back
     * @return what was found the first time
     */
    public static synchronized Fitness once(LongSupplier clock) {
        Fitness found = known;
        if (found == null) {
            found = again(clock);
            known = found;
        }
        return found;
    }

    /**
     * Returns what {@link #once(LongSupplier)} found.
     *
     * @return the fitness; empty if nobody asked yet
     */
    public static synchronized Optional<Fitness> known() {
        return Optional.ofNullable(known);
    }

    /**
     * Looks at this machine now.
     *
     * @param clock nanoseconds of a clock that never goes back
     * @return what was found
     */
    public static Fitness again(LongSupplier clock) {
        return new FitnessCheck(HostFiles.system(), HostSource.system(), clock, FitnessCheck::burn).run();
    }

    Fitness run() {
        HostReading before = host.read();
        long began = clock.getAsLong();
        double[] rounds = new double[ROUNDS];
        int done = 0;
        long at = began;
        while (done < ROUNDS && (done < FEWEST + DROPPED || at - began < LONGEST_NANOS)) {
            work.run();
            long now = clock.getAsLong();
            rounds[done++] = now - at;
            at = now;
        }
        HostActivity activity = before.until(host.read(), (double) Math.max(1, at - began));
        double[] kept = Arrays.copyOfRange(rounds, DROPPED, done);
        Arrays.sort(kept);
        double spread = kept[kept.length - 1] / Math.max(1, kept[0]) - 1;
        return judged(spread, pressure(), activity, kept[0] / STEPS);
    }

    private static Fitness judged(double spread, double pressure, HostActivity activity, double ruler) {
        List<String> reasons = new ArrayList<>();
        blame(reasons, spread, MOST_SPREAD, "the same work took up to %.0f %% longer");
        blame(reasons, pressure, MOST_PRESSURE, "somebody waited for a core in %.0f %% of the last 10 s");
        blame(reasons, activity.stealShare(), MOST_STEAL, "a hypervisor took %.0f %% of the cores' time");
        blame(reasons, activity.throttledShare(), MOST_THROTTLED, "a quota held it back for %.0f %% of the time");
        Fitness.State state = reasons.isEmpty() ? Fitness.State.FIT : Fitness.State.UNFIT;
        return new Fitness(state, reasons, spread, pressure, activity.stealShare(), ruler);
    }

    private static void blame(List<String> reasons, double share, double most, String text) {
        if (share > most) {
            reasons.add(String.format(Locale.ROOT, text, 100 * share));
        }
    }

    /** The line reads "some avg10=30.16 avg60=37.78 avg300=30.41 total=21751820952", in per cent. */
    private double pressure() {
        return files.value("proc/pressure/cpu", "some avg10=")
                .map(rest -> HostFiles.number(rest.split(" ", 2)[0]) / 100)
                .orElse(Double.NaN);
    }

    private static void burn() {
        long state = 0x9E3779B97F4A7C15L;
        long[] small = {state};
        for (int i = 0; i < STEPS; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            if (i % STEPS_PER_ALLOCATION == 0) {
                small = new long[] {state, small[0]};
            }
        }
        if (state == 0 || small.length == 0) {
            throw new IllegalStateException("a xorshift generator never reaches zero, and the compiler does not know");
        }
    }
}
