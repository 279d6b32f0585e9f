package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.machine.ThreadWait;
import io.leadfactory.perf.measure.BlockTimes;
import io.leadfactory.perf.measure.BlockTimes.Block;
import io.leadfactory.perf.measure.ClockChoice;
import io.leadfactory.perf.measure.ClockChoice.Clock;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Look;
import io.leadfactory.perf.measure.RatioInterval;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.run.ProgressListener.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run of a comparison. For one thread.
 *
 * <p>Pairs come in twos, reference-candidate-candidate-reference or the other way round by the toss of a seeded coin, so a
 * drift of the machine falls on both sides alike (ABBA). Which side is loaded first alternates from run to run.
 */
final class ComparisonRun {
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Comparison comparison;
    private final TimeSource time;
    private final Progress progress;
    private final Crew crew;
    private final Pulse pulse = new Pulse();
    private final List<Look> looks = new ArrayList<>();
    private volatile double done;
    private volatile Phase phase = Phase.WARM_UP;
    private BlockTimes times = new BlockTimes(1, 1);
    private ComparisonWarmUp.Operations operations = new ComparisonWarmUp.Operations(1, 1);
    private long elapsed;

    ComparisonRun(Comparison comparison, TimeSource time, Progress progress) {
        this.comparison = comparison;
        this.time = time;
        this.progress = progress;
        this.crew = new Crew(comparison.name(), comparison.hangLimit(), false);
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
                looks);
    }

    private void compare() throws Exception {
        boolean candidateFirst = RUNS.getAndIncrement() % 2 == 1;
        LoadedSide first = side(candidateFirst);
        try (first;
                LoadedSide second = side(!candidateFirst);
                ThreadWait queue = time.openThreadWait()) {
            BlockTimer timer = new BlockTimer(time, queue);
            timer.meetStrangers();
            compare(new Blocks(timer, candidateFirst ? second : first, candidateFirst ? first : second));
        }
    }

    private LoadedSide side(boolean candidate) {
        pulse.begin();
        try {
            return candidate
                    ? LoadedSide.of("candidate", comparison.candidate())
                    : LoadedSide.of("reference", comparison.reference());
        } catch (PerfException refused) {
            throw new PerfException(
                    "comparison \"" + comparison.name() + "\" has no ratio: " + refused.getMessage(), refused);
        } finally {
            pulse.end();
        }
    }

    private void compare(Blocks blocks) throws InterruptedException {
        long start = time.nanos();
        ComparisonWarmUp warmUp = new ComparisonWarmUp(comparison, time, blocks);
        operations = warmUp.run();
        times = new BlockTimes(operations.reference(), operations.candidate());
        phase = Phase.MEASURE;
        Random coin = new Random(comparison.seed());
        long began = time.nanos();
        if (comparison.plan().isPresent()) {
            measure(blocks, coin, comparison.plan().get(), start, warmUp.isSteady());
        } else {
            while (times.size() < comparison.pairs()) {
                quad(blocks, coin);
                done = (double) times.size() / comparison.pairs();
            }
        }
        elapsed = time.nanos() - began;
    }

    /** A warm-up that never got steady goes on through the first quarter of the time, whose pairs do not count. */
    private void measure(Blocks blocks, Random coin, SequentialPlan plan, long start, boolean steady)
            throws InterruptedException {
        long budget = plan.budget().toNanos();
        long began = time.nanos();
        long left = budget - (began - start);
        for (int look = 0; look < SequentialPlan.LOOKS.size(); look++) {
            int before = times.size();
            long until = (long) (left * SequentialPlan.LOOKS.get(look));
            while (time.nanos() - began < until || times.size() == before) {
                quad(blocks, coin);
                done = Math.min(1, (double) (time.nanos() - start) / budget);
            }
            if (look == 0 && !steady) {
                times = new BlockTimes(operations.reference(), operations.candidate());
            } else if (isClear(look, before, time.nanos() - began, plan)) {
                return;
            }
        }
    }

    /**
     * Looks at the pairs so far and returns whether they say clearly on which side of the limit the ratio lies, as the look
     * before did.
     */
    private boolean isClear(int look, int before, long nanos, SequentialPlan plan) {
        double[] ratios = PairedMeasurement.quadRatios(times.by(times.clock().clock()));
        if (ratios.length < RatioInterval.FEWEST || !Arrays.stream(ratios).allMatch(Double::isFinite)) {
            return false;
        }
        RatioInterval interval = RatioInterval.of(ratios, 1 - SequentialPlan.errorAt(look), comparison.seed());
        int from = before == 0 ? ratios.length / 2 : before / 2;
        double fresh = RatioInterval.median(Arrays.copyOfRange(ratios, from, ratios.length));
        Look seen = new Look(interval, fresh, Duration.ofNanos(nanos));
        Look last = looks.isEmpty() ? null : looks.get(looks.size() - 1);
        looks.add(seen);
        return last != null && (bothAbove(last, seen, plan) || bothBelow(last, seen, plan));
    }

    private static boolean bothAbove(Look one, Look other, SequentialPlan plan) {
        return one.isAbove(plan.limit()) && other.isAbove(plan.limit());
    }

    private static boolean bothBelow(Look one, Look other, SequentialPlan plan) {
        return one.isBelow(plan.limit(), plan.slack()) && other.isBelow(plan.limit(), plan.slack());
    }

    private void quad(Blocks blocks, Random coin) throws InterruptedException {
        boolean referenceFirst = coin.nextBoolean();
        pair(blocks, referenceFirst);
        pair(blocks, !referenceFirst);
    }

    private void pair(Blocks blocks, boolean referenceFirst) throws InterruptedException {
        if (referenceFirst) {
            Block reference = blocks.reference(operations.reference());
            times.add(reference, blocks.candidate(operations.candidate()));
        } else {
            Block candidate = blocks.candidate(operations.candidate());
            times.add(blocks.reference(operations.reference()), candidate);
        }
    }

    /** Runs the blocks of both sides and says which side failed. */
    final class Blocks {
        private final BlockTimer timer;
        private final LoadedSide reference;
        private final LoadedSide candidate;

        private Blocks(BlockTimer timer, LoadedSide reference, LoadedSide candidate) {
            this.timer = timer;
            this.reference = reference;
            this.candidate = candidate;
        }

        Block reference(int count) throws InterruptedException {
            return block(reference, count);
        }

        Block candidate(int count) throws InterruptedException {
            return block(candidate, count);
        }

        private Block block(LoadedSide side, int count) throws InterruptedException {
            crew.checkCancelled();
            ClassLoader before = side.enter();
            pulse.begin();
            try {
                return timer.time(side.operation(), count);
            } catch (Throwable error) {
                crew.checkCancelled();
                throw new PerfException(
                        "comparison \"" + comparison.name() + "\" has no ratio: its " + side.name() + " failed with "
                                + error,
                        error);
            } finally {
                pulse.end();
                side.leave(before);
            }
        }
    }
}
