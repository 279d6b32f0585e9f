package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.measure.BlockTimes.Block;
import io.leadfactory.perf.measure.BlockTimes.Both;
import io.leadfactory.perf.run.ComparisonWarmUp.Operations;

/** Both sides of a comparison as one load made them: runs their blocks and says which side failed. For one thread. */
final class ComparisonBlocks implements AutoCloseable {
    private final String comparison;
    private final Crew crew;
    private final Pulse pulse;
    private final BlockTimer timer;
    private final LoadedSide reference;
    private final LoadedSide candidate;

    private ComparisonBlocks(
            String comparison, Crew crew, Pulse pulse, BlockTimer timer, LoadedSide reference, LoadedSide candidate) {
        this.comparison = comparison;
        this.crew = crew;
        this.pulse = pulse;
        this.timer = timer;
        this.reference = reference;
        this.candidate = candidate;
    }

    static ComparisonBlocks load(
            Comparison comparison, Crew crew, Pulse pulse, BlockTimer timer, boolean candidateFirst) {
        LoadedSide first = side(comparison, pulse, candidateFirst);
        try {
            LoadedSide second = side(comparison, pulse, !candidateFirst);
            return new ComparisonBlocks(
                    comparison.name(),
                    crew,
                    pulse,
                    timer,
                    candidateFirst ? second : first,
                    candidateFirst ? first : second);
        } catch (Throwable error) {
            first.close();
            throw error;
        }
    }

    private static LoadedSide side(Comparison comparison, Pulse pulse, boolean candidate) {
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

    Both pair(Operations operations, boolean referenceFirst) throws InterruptedException {
        if (referenceFirst) {
            Block first = block(reference, operations.reference());
            return new Both(first, block(candidate, operations.candidate()));
        }
        Block first = block(candidate, operations.candidate());
        return new Both(block(reference, operations.reference()), first);
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
                    "comparison \"" + comparison + "\" has no ratio: its " + side.name() + " failed with " + error,
                    error);
        } finally {
            pulse.end();
            side.leave(before);
        }
    }

    @Override
    public void close() {
        pulse.begin();
        try {
            reference.close();
        } finally {
            try {
                candidate.close();
            } finally {
                pulse.end();
            }
        }
    }
}
