package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.machine.ThreadWait;
import io.leadfactory.perf.measure.BlockTimes;
import io.leadfactory.perf.measure.ClockChoice;
import io.leadfactory.perf.measure.ClockChoice.Clock;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.run.ComparisonBlocks.Both;
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
 * load and from run to run.
 */
final class ComparisonRun {
    /** The part of a plan's budget that the first warm-up may take. */
    private static final double WARM_UP_SHARE = 0.25;
    /** The part of a later load's time that its warm-up may take. */
    private static final double LATER_WARM_UP_SHARE = 0.5;
    /** How long the warm-up of a load may take where there is no plan, but for its iterations. */
    private static final long LONGEST_LOAD_WARM_UP = 500_000_000;

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
    private Looks looks = Looks.none();
    private Operations operations = new Operations(1, 1);
    private boolean steady;
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
                looks.seen(),
                times.loads());
    }

    private void compare() throws Exception {
        try (ThreadWait queue = time.openThreadWait()) {
            BlockTimer timer = new BlockTimer(time, queue);
            timer.meetStrangers();
            if (comparison.plan().isPresent()) {
                measure(timer, comparison.plan().get());
            } else {
                measure(timer);
            }
        }
    }

    private void measure(BlockTimer timer) throws InterruptedException {
        int quads = comparison.pairs() / 2;
        int loads = Math.min(comparison.loads(), quads);
        for (int load = 0; load < loads; load++) {
            try (ComparisonBlocks blocks = load(timer, load)) {
                warmUp(blocks, load, loads == 1 ? Long.MAX_VALUE : LONGEST_LOAD_WARM_UP);
                long began = time.nanos();
                int until = 2 * (int) ((long) quads * (load + 1) / loads);
                while (times.size() < until) {
                    quad(blocks);
                    done = (double) times.size() / comparison.pairs();
                }
                elapsed += time.nanos() - began;
            }
            times.endLoad();
        }
    }

    /** A first warm-up that never got steady goes on through the first quarter of the time, whose pairs do not count. */
    private void measure(BlockTimer timer, SequentialPlan plan) throws InterruptedException {
        long start = time.nanos();
        long budget = plan.budget().toNanos();
        boolean ready;
        long began;
        long left;
        looks = new Looks(plan, comparison);
        try (ComparisonBlocks blocks = load(timer, 0)) {
            warmUp(blocks, 0, (long) (WARM_UP_SHARE * budget));
            ready = steady;
            began = time.nanos();
            left = budget - (began - start);
            if (measured(blocks, left / comparison.loads(), began, left, ready)) {
                return;
            }
        }
        times.endLoad();
        for (int load = 1; load < comparison.loads() && time.nanos() - began < left; load++) {
            try (ComparisonBlocks blocks = load(timer, load)) {
                long until = (long) ((double) left * (load + 1) / comparison.loads());
                warmUp(blocks, load, (long) (LATER_WARM_UP_SHARE * (until - (time.nanos() - began))));
                if (measured(blocks, until, began, left, ready)) {
                    return;
                }
            }
            times.endLoad();
        }
    }

    /**
     * Times pairs until so many nanoseconds after the beginning, at least two for each look that is still due in the end, and
     * returns whether a look ended the run.
     */
    private boolean measured(ComparisonBlocks blocks, long until, long began, long left, boolean ready)
            throws InterruptedException {
        do {
            quad(blocks);
            elapsed = time.nanos() - began;
            done = Math.max(0, Math.min(1, (double) elapsed / left));
            if (looks.isDue(elapsed, left)) {
                if (!ready && looks.isFirst()) {
                    times = new BlockTimes();
                    looks.skip();
                } else if (looks.isClear(times, elapsed)) {
                    return true;
                }
            }
        } while (elapsed < until || (elapsed >= left && looks.isDue(elapsed, left)));
        return false;
    }

    private ComparisonBlocks load(BlockTimer timer, int load) {
        return ComparisonBlocks.load(comparison, crew, pulse, timer, isOdd(load));
    }

    private void warmUp(ComparisonBlocks blocks, int load, long cap) throws InterruptedException {
        ComparisonWarmUp warmUp = new ComparisonWarmUp(comparison, time, blocks, cap, !isOdd(load));
        operations = warmUp.run();
        steady = warmUp.isSteady();
        phase = Phase.MEASURE;
    }

    private boolean isOdd(int load) {
        return (first + load) % 2 != 0;
    }

    private void quad(ComparisonBlocks blocks) throws InterruptedException {
        boolean referenceFirst = coin.nextBoolean();
        pair(blocks, referenceFirst);
        pair(blocks, !referenceFirst);
    }

    private void pair(ComparisonBlocks blocks, boolean referenceFirst) throws InterruptedException {
        Both both = blocks.pair(operations, referenceFirst);
        times.add(both.reference(), both.candidate());
    }
}
