package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.PairedMeasurement;
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
        CYCLES,
        PARTS,
        BUDGET,
        LOADS,
        ONE_SIDE,
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

    /** Of a comparison that goes on until it is decided or its budget is used up. */
    static Advice ofBudget() {
        return new Advice(Double.NaN, Kind.BUDGET);
    }

    static Advice of(PairedMeasurement pairs) {
        if (pairs.loads().areSeveral()) {
            return new Advice(Double.NaN, pairs.loads().oneSided() ? Kind.ONE_SIDE : Kind.LOADS);
        }
        return pairs.plan().isPresent() ? ofBudget() : general();
    }

    static Advice ofCycles() {
        return new Advice(Double.NaN, Kind.CYCLES);
    }

    /** Of a soak. */
    static Advice ofParts() {
        return new Advice(Double.NaN, Kind.PARTS);
    }

    static Advice of(Measurement measurement) {
        return new Advice(measurement.elapsed().toNanos(), Kind.TIMES);
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
        Metric metric = finding.limit().metric();
        if (metric.equals(Metric.VIOLATIONS)) {
            return "give the actors a core each, and the hunt more time by duration(..)";
        }
        if (metric.equals(Metric.BROKEN_USES)) {
            return "use the broken part more often while its fault is on";
        }
        if (finding.figure().samples() == 0) {
            return firstErrors.isEmpty()
                    ? "measure longer, by duration(..) or -Dperf.duration: no operation ended in time, as on a very busy machine"
                    : "see why no operation succeeded, beginning with " + firstLine(firstErrors.get(0));
        }
        if (Double.isNaN(finding.figure().value())) {
            return unknown(finding);
        }
        if (finding.reason().contains(MachineRule.DOUBT)) {
            return "measure again on a machine that does nothing else; the verdict above says what disturbed it";
        }
        if (finding.figure().hasInterval()) {
            return undecided(finding);
        }
        return metric.equals(Metric.MEAN)
                ? "measure longer, by duration(..) or -Dperf.duration, until the figure has an interval"
                : "see the verdict above for what keeps the figure from being judged";
    }

    private static String failed(Finding finding) {
        Metric metric = finding.limit().metric();
        return switch (metric.id()) {
            case "heap", "heap-trend", "leak" ->
                "look for what is kept: a heap dump after the last cycle, compared with one after the first";
            case "resident", "resident-trend" ->
                "look for what is kept: a heap dump, and outside of the heap threads, buffers and native memory";
            case "slow-down" ->
                "look for what grows with the work, as a cache, a table or a queue: a profile of the end, compared with one"
                        + " of the begin";
            case "degradation", "raw-degradation", "efficiency" ->
                "look for what the users share, as a lock, a pool or a connection: a profile with that many users, compared"
                        + " with one of the fewest";
            case "violations" -> "look at what the actors share without a lock, beginning with the outcome above";
            case "errors" -> "mend the errors, whose classes stand above";
            case "overhead" -> "profile the candidate: the difference is larger than what chance explains";
            case "gc-pauses", "gc-pause-time", "longest-gc-pause" ->
                "see what allocates, by a profile of allocations, and whether the heap is large enough";
            default -> failed(metric.unit());
        };
    }

    private static String failed(Unit unit) {
        return switch (unit) {
            case NANOSECONDS, PER_SECOND ->
                "see above and in the report's timeline whether the machine was busy; if not, profile the operation, or"
                        + " compare it with an earlier version by Perf.compare(..)";
            case BYTES -> "see what allocates: a profile of allocations, or a smaller operation";
            case COUNT, RATIO -> "see what changed: the figure does not depend on the machine's speed";
        };
    }

    private String unknown(Finding finding) {
        Metric metric = finding.limit().metric();
        OptionalDouble percentile = metric.asPercentile();
        if (percentile.isEmpty()) {
            return switch (metric.id()) {
                case "overhead" -> "raise block(..) or budget(..), as the verdict says";
                case "leak", "heap", "heap-trend", "slow-down" ->
                    "see that operations succeed in each of the kept " + (kind == Kind.PARTS ? "parts" : "cycles");
                case "resident", "resident-trend" -> "measure on Linux, which tells the resident set";
                default -> "see the verdict and the facts above for what this JVM or system does not tell";
            };
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
        if (finding.limit().bound().holds(figure.low(), limit)
                == finding.limit().bound().holds(figure.high(), limit)) {
            return "the interval alone would decide; for more certainty " + more(finding, Double.NaN);
        }
        double times = Math.max(1.5, RESERVE * reach * reach / (distance * distance));
        return times <= LONGEST
                ? more(finding, times)
                : "move the limit: the figure lies so near to it that no sample of reasonable size decides";
    }

    /** Says of what to take more; not a number where nobody knows how much more. */
    private String more(Finding finding, double times) {
        boolean known = !Double.isNaN(times);
        String many = known ? "about " + factor(times) + " times as many" : "more";
        String id = finding.limit().metric().id();
        if (id.endsWith("degradation") || id.equals("efficiency")) {
            return "take " + many + " rounds, by rounds(..)";
        }
        if (id.equals("overhead") && kind == Kind.OTHER) {
            return "take " + many + " pairs, by pairs(..)";
        }
        return switch (kind) {
            case CYCLES -> "take " + many + " cycles, by withCycles(..)";
            case PARTS -> "take " + many + " parts, by withParts(..)";
            case ONE_SIDE -> "load the class path's side as often, by SavedJar.ofClassPath(..)";
            case LOADS -> "take " + many + " loads, by loads(..), and with a plan as much more budget(..)";
            case BUDGET -> known ? "raise budget(..) to about " + factor(times) + " times as much" : "raise budget(..)";
            case TIMES, OTHER ->
                known
                        ? "measure about " + factor(times) + " times as long" + longer(times)
                                + ", or leave the limit more room"
                        : "measure longer, by duration(..) or -Dperf.duration";
        };
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
