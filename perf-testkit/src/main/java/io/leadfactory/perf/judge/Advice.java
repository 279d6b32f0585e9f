package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Says what to do next about a finding that did not pass, in one line, from what the run needed and how far it is from an
 * answer. Immutable.
 */
final class Advice {
    private static final Advice GENERAL = new Advice(Double.NaN, Kind.OTHER);
    /** Beyond so many times the sample nobody waits for an answer. */
    private static final double LONGEST = 50;
    /** More than the square of the distances says, because the figure itself moves too. */
    private static final double RESERVE = 1.2;

    private enum Kind {
        TIMES,
        MEMORY,
        PAIRS,
        OTHER
    }

    /** How long the run took, in nanoseconds. */
    private final double elapsed;

    private final Kind kind;

    private Advice(double elapsed, Kind kind) {
        this.elapsed = elapsed;
        this.kind = kind;
    }

    static Advice general() {
        return GENERAL;
    }

    static Advice ofPairs() {
        return new Advice(Double.NaN, Kind.PAIRS);
    }

    static Advice of(Measurement measurement) {
        return new Advice(measurement.elapsed().toNanos(), Kind.TIMES);
    }

    static Advice of(MemoryTrend trend) {
        return new Advice(trend.elapsed().toNanos(), Kind.MEMORY);
    }

    /** Returns one clause without a full stop. */
    String next(Finding finding, List<Throwable> firstErrors) {
        if (finding.limit().metric().equals(Metric.ERRORS) && !firstErrors.isEmpty()) {
            return "mend the first error, whose stack is this failure's cause: " + firstLine(firstErrors.get(0))
                    + "; an error that belongs to the scenario is named by expectError(..)";
        }
        if (finding.verdict() == Verdict.FAIL) {
            return failed(finding);
        }
        if (finding.figure().samples() == 0) {
            return firstErrors.isEmpty()
                    ? "measure longer, by duration(..) or -Dperf.duration: no operation ended in time, as on a very busy machine"
                    : "see why no operation succeeded, beginning with " + firstLine(firstErrors.get(0));
        }
        if (Double.isNaN(finding.figure().value())) {
            return unknown(finding);
        }
        return finding.figure().hasInterval()
                ? undecided(finding)
                : "measure longer, by duration(..) or -Dperf.duration, until the figure has an interval";
    }

    private String failed(Finding finding) {
        if (kind == Kind.MEMORY) {
            return "look for what is kept: a heap dump after the last cycle, compared with one after the first";
        }
        if (kind == Kind.PAIRS) {
            return "profile the candidate: the difference is larger than what chance explains";
        }
        return switch (finding.limit().metric().unit()) {
            case NANOSECONDS, PER_SECOND ->
                "see above and in the report's timeline whether the machine was busy; if not, profile the operation, or"
                        + " compare it with an earlier version by Perf.compare(..)";
            case BYTES -> "see what allocates: a profile of allocations, or a smaller operation";
            case COUNT, RATIO -> "see what changed: the figure does not depend on the machine's speed";
        };
    }

    private String unknown(Finding finding) {
        OptionalDouble percentile = finding.limit().metric().asPercentile();
        if (percentile.isEmpty()) {
            return kind == Kind.MEMORY
                    ? "take more cycles, by withCycles(..)"
                    : "see the facts above for what this JVM or system does not tell";
        }
        long needed = Distribution.fewestSamples(percentile.getAsDouble(), Judge.CONFIDENCE);
        return "measure at least " + Facts.count(needed) + " operations, by iterations(" + needed + ")"
                + longer(needed / (double) finding.figure().samples());
    }

    private String undecided(Finding finding) {
        Figure figure = finding.figure();
        double limit = finding.limit().value();
        double distance = Math.abs(figure.value() - limit);
        double reach = figure.value() < limit ? figure.high() - figure.value() : figure.value() - figure.low();
        double times = Math.max(1.5, RESERVE * reach * reach / (distance * distance));
        if (!(times <= LONGEST)) {
            return "move the limit: the figure lies so near to it that no sample of reasonable size decides";
        }
        if (kind == Kind.MEMORY) {
            return "take about " + factor(times) + " times as many cycles, by withCycles(..)";
        }
        if (kind == Kind.PAIRS) {
            return "take about " + factor(times) + " times as many pairs";
        }
        return "measure about " + factor(times) + " times as long" + longer(times) + ", or leave the limit more room";
    }

    /** Says how long that is, if the run says how long it was. */
    private String longer(double times) {
        return kind == Kind.TIMES && elapsed > 0
                ? ", which is about " + Unit.NANOSECONDS.render(elapsed * Math.max(1, times)) + " by duration(..)"
                : "";
    }

    private static String factor(double times) {
        return String.format(Locale.ROOT, times < 10 ? "%.1f" : "%.0f", times);
    }

    private static String firstLine(Throwable error) {
        String message = error.getMessage();
        String line = message == null ? "" : message.strip().lines().findFirst().orElse("");
        return error.getClass().getName() + (line.isEmpty() ? "" : ": " + line);
    }
}
