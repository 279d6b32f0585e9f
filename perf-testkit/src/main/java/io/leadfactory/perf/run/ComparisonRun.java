package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.run.ProgressListener.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One run of a comparison. For one thread.
 *
 * <p>Pairs come in twos, reference-candidate-candidate-reference or the other way round by the toss of a seeded coin, so a
 * drift of the machine falls on both sides alike (ABBA).
 */
final class ComparisonRun {
    private static final int MOST_OPERATIONS = 1_000_000;

    private final Comparison comparison;
    private final TimeSource time;
    private final Progress progress;
    private final Crew crew;
    private final Pulse pulse = new Pulse();
    private final List<Pair> pairs = new ArrayList<>();
    private volatile int pairsDone;
    private volatile Phase phase = Phase.WARM_UP;
    private int operations = 1;
    private long elapsed;

    ComparisonRun(Comparison comparison, TimeSource time, Progress progress) {
        this.comparison = comparison;
        this.time = time;
        this.progress = progress;
        this.crew = new Crew(comparison.name(), comparison.hangLimit(), false);
    }

    PairedMeasurement run() {
        crew.run(
                List.of(new Crew.Member("comparison", pulse, this::compare)),
                () -> progress.progressed(phase, (double) pairsDone / comparison.pairs()));
        return new PairedMeasurement(
                comparison.name(), pairs, operations, comparison.seed(), Duration.ofNanos(elapsed));
    }

    private void compare() throws InterruptedException {
        double longer = Math.max(warmUp(), 1);
        operations =
                (int) Math.max(1, Math.min(MOST_OPERATIONS, comparison.block().toNanos() / longer));
        phase = Phase.MEASURE;
        Random coin = new Random(comparison.seed());
        long began = time.nanos();
        for (int i = 0; i < comparison.pairs(); i += 2) {
            boolean referenceFirst = coin.nextBoolean();
            pairs.add(pair(referenceFirst));
            pairs.add(pair(!referenceFirst));
            pairsDone = pairs.size();
        }
        elapsed = time.nanos() - began;
    }

    /** Runs both sides in turn and returns the median time of an operation of the slower side, by the second half. */
    private double warmUp() throws InterruptedException {
        int each = comparison.warmUpIterations();
        double[] reference = new double[each - each / 2];
        double[] candidate = new double[each - each / 2];
        for (int i = 0; i < each; i++) {
            double one = block(comparison.reference(), "reference");
            double other = block(comparison.candidate(), "candidate");
            if (i >= each / 2) {
                reference[i - each / 2] = one;
                candidate[i - each / 2] = other;
            }
        }
        Arrays.sort(reference);
        Arrays.sort(candidate);
        return Math.max(reference[reference.length / 2], candidate[candidate.length / 2]);
    }

    private Pair pair(boolean referenceFirst) throws InterruptedException {
        if (referenceFirst) {
            double reference = block(comparison.reference(), "reference");
            return new Pair(reference, block(comparison.candidate(), "candidate"));
        }
        double candidate = block(comparison.candidate(), "candidate");
        return new Pair(block(comparison.reference(), "reference"), candidate);
    }

    private double block(Operation operation, String side) throws InterruptedException {
        crew.checkCancelled();
        pulse.begin();
        try {
            long began = time.nanos();
            for (int i = 0; i < operations; i++) {
                operation.run();
            }
            return (double) (time.nanos() - began) / operations;
        } catch (Throwable error) {
            crew.checkCancelled();
            throw new PerfException(
                    "comparison \"" + comparison.name() + "\" has no ratio: its " + side + " failed with " + error,
                    error);
        } finally {
            pulse.end();
        }
    }
}
