package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.define.Side;
import io.leadfactory.perf.machine.ThreadWait;
import io.leadfactory.perf.measure.BlockTimes;
import io.leadfactory.perf.measure.ClockChoice;
import io.leadfactory.perf.measure.ClockChoice.Clock;
import io.leadfactory.perf.measure.Loads;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Look;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.run.ComparisonWarmUp.Operations;
import io.leadfactory.perf.run.ProgressListener.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run of a comparison. For one thread.
 *
 * <p>Pairs come in twos, reference-candidate-candidate-reference or the other way round by the toss of a seeded coin, so a
 * drift of the machine falls on both sides alike (ABBA). Saved jars are loaded several times, and each load has its warm-up
 * and its share of the pairs or of the time. Which side is loaded first, and first in the warm-up, alternates from load to
 * load and from run to run. If the compiler is done with something while the pairs of a load are timed, the sides may not have
 * been what they are now: the pairs are timed again as long as there is time for it, else the load does not count.
 */
final class ComparisonRun {
    /** The part of a plan's budget that a warm-up may take. */
    private static final double WARM_UP_SHARE = 0.25;
    /** The part of a load's share of the time in which pairs are timed; the rest is for its warm-up. */
    private static final double MEASURED_SHARE = 0.25;
    /** The part of a load's share of the time that its warm-up's iterations may take. */
    private static final double ITERATIONS_SHARE = 0.25;
    /** How long a load may wait for steady times after its iterations, and for the compiler, where there is no plan. */
    private static final long LONGEST_WAIT = 2_000_000_000;

    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Comparison comparison;
    private final TimeSource time;
    private final Progress progress;
    private final Crew crew;
    private final Pulse pulse = new Pulse();
    private final Random coin;
    private final int first = RUNS.getAndIncrement();
    private volatile double done;
    private volatile Phase phase = Phase.WARM_UP;
    private BlockTimes times = new BlockTimes();
    private List<Look> looks = List.of();
    private Operations operations = new Operations(1, 1);
    private int unsteady;
    private long elapsed;

    ComparisonRun(Comparison comparison, TimeSource time, Progress progress) {
        this.comparison = comparison;
        this.time = time;
        this.progress = progress;
        this.crew = new Crew(comparison.name(), comparison.hangLimit(), false);
        this.coin = new Random(comparison.seed());
    }

    PairedMeasurement run() {
        crew.run(List.of(new Crew.Member("comparison", pulse, this::compare)), () -> progress.progressed(phase, done));
        ClockChoice clock = times.clock();
        return new PairedMeasurement(
                comparison.name(),
                times.by(clock.clock()),
                operations.reference(),
                comparison.seed(),
                Duration.ofNanos(elapsed),
                operations.candidate(),
                clock,
                times.by(clock.clock() == Clock.CPU ? Clock.WALL : Clock.CPU),
                comparison.plan(),
                looks,
                comparison.loads() == 1
                        ? Loads.once(times.size())
                        : new Loads(times.loads(), comparison.loads(), unsteady, isOneSided()));
    }

    private boolean isOneSided() {
        return !(comparison.reference() instanceof Side.Saved && comparison.candidate() instanceof Side.Saved);
    }

    private void compare() throws Exception {
        try (ThreadWait queue = time.openThreadWait()) {
            BlockTimer timer = new BlockTimer(time, queue);
            timer.meetStrangers();
            SequentialPlan plan = comparison.plan().orElse(null);
            if (plan == null) {
                measurePairs(timer);
            } else if (comparison.loads() == 1) {
                measureOnce(timer, plan);
            } else {
                measureLoads(timer, plan);
            }
        }
    }

    private void measurePairs(BlockTimer timer) throws InterruptedException {
        int quads = comparison.pairs() / 2;
        int loads = comparison.loads();
        int from = 0;
        for (int load = 0; load < loads; load++) {
            int until = (int) ((long) quads * (load + 1) / loads);
            try (ComparisonBlocks blocks = load(timer, load)) {
                ComparisonWarmUp warmUp = warmUp(blocks, load, new ComparisonWarmUp.Time(LONGEST_WAIT, Long.MAX_VALUE));
                measureLoad(blocks, warmUp, until - from, 0, LONGEST_WAIT);
            }
            from = until;
            done = (double) from / quads;
        }
    }

    /** A warm-up that never got steady goes on through the first quarter of the time, whose pairs do not count. */
    private void measureOnce(BlockTimer timer, SequentialPlan plan) throws InterruptedException {
        long start = time.nanos();
        long budget = plan.budget().toNanos();
        try (ComparisonBlocks blocks = load(timer, 0)) {
            Looks planned = new Looks(plan, comparison.seed());
            looks = planned.seen();
            long cap = (long) (WARM_UP_SHARE * budget);
            boolean steady =
                    warmUp(blocks, 0, new ComparisonWarmUp.Time(cap, cap)).isSteady();
            long began = time.nanos();
            long left = budget - (began - start);
            boolean clear = false;
            while (!clear && elapsed < left) {
                quad(blocks);
                elapsed = time.nanos() - began;
                done = Math.min(1, (double) elapsed / left);
                clear = look(planned, steady, left);
            }
        }
    }

    /** Of several looks that fall due at once, with long operations, only the last is worth its error. */
    private boolean look(Looks planned, boolean steady, long left) {
        boolean clear = false;
        while (planned.isDue(elapsed, left)) {
            if (planned.isFirst() && !steady) {
                times = new BlockTimes();
                planned.skip();
            } else if (planned.isNextDue(elapsed, left)) {
                planned.skip();
            } else {
                clear = planned.isClear(times, elapsed);
            }
        }
        return clear;
    }

    /** There is one look, in the end: a few loads say too little of what the next may be like. */
    private void measureLoads(BlockTimer timer, SequentialPlan plan) throws InterruptedException {
        long start = time.nanos();
        long budget = plan.budget().toNanos();
        long left = budget;
        long before = 0;
        for (int load = 0; load < comparison.loads() && left > before; load++) {
            long began = time.nanos();
            try (ComparisonBlocks blocks = load(timer, load)) {
                left = Math.max(0, left - (time.nanos() - began));
                long fair = left / (comparison.loads() - load);
                long share = (long) (MEASURED_SHARE * fair);
                long cap = Math.min((long) (WARM_UP_SHARE * budget), left - share);
                long from = time.nanos();
                ComparisonWarmUp warmUp = warmUp(
                        blocks, load, new ComparisonWarmUp.Time(cap, Math.min(cap, (long) (ITERATIONS_SHARE * fair))));
                measureLoad(blocks, warmUp, 1, share, cap - (time.nanos() - from));
            }
            before = time.nanos() - began;
            left = budget - (time.nanos() - start);
            done = Math.max(0, Math.min(1, 1 - (double) left / budget));
        }
        looks = Looks.ofLoads(times, isOneSided(), elapsed);
    }

    /**
     * Times at least so many quads, and for at least so long, of a load that got steady; again if the compiler was at work
     * meanwhile and the wait for that is not too long yet.
     */
    private void measureLoad(ComparisonBlocks blocks, ComparisonWarmUp warmUp, int quads, long nanos, long wait)
            throws InterruptedException {
        long start = time.nanos();
        boolean counts = false;
        boolean again = warmUp.isSteady();
        while (again) {
            times.endLoad(false);
            warmUp.watch();
            long from = time.nanos();
            for (int i = 0; i < quads || time.nanos() - from < nanos; i++) {
                quad(blocks);
                progressed();
            }
            long took = time.nanos() - from;
            counts = warmUp.isCompilerAtRest();
            elapsed += counts ? took : 0;
            again = !counts && time.nanos() - start < wait;
        }
        times.endLoad(counts);
        if (!counts) {
            unsteady++;
        }
    }

    private void progressed() {
        if (comparison.plan().isEmpty()) {
            done = (double) times.size() / comparison.pairs();
        }
    }

    private ComparisonBlocks load(BlockTimer timer, int load) {
        return ComparisonBlocks.load(comparison, crew, pulse, timer, isOdd(load));
    }

    private ComparisonWarmUp warmUp(ComparisonBlocks blocks, int load, ComparisonWarmUp.Time allowed)
            throws InterruptedException {
        ComparisonWarmUp warmUp = new ComparisonWarmUp(comparison, time, blocks, allowed, !isOdd(load));
        operations = warmUp.run();
        phase = Phase.MEASURE;
        return warmUp;
    }

    private boolean isOdd(int load) {
        return (first + load) % 2 != 0;
    }

    private void quad(ComparisonBlocks blocks) throws InterruptedException {
        boolean referenceFirst = coin.nextBoolean();
        times.add(blocks.pair(operations, referenceFirst));
        times.add(blocks.pair(operations, !referenceFirst));
    }
}
