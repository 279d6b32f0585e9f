package io.leadfactory.perf.report;

import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.Leak;
import io.leadfactory.perf.measure.Loads;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.WarmUpFacts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a part was measured, as lines of name and value. */
final class HtmlConditions {
    private HtmlConditions() {}

    static Map<String, String> of(Part part) {
        Map<String, String> entries = new LinkedHashMap<>();
        if (part.measurement() != null) {
            entries.put("Part", part.label().isBlank() ? part.measurement().scenario() : part.label());
            add(entries, part.measurement());
        }
        if (part.memory() != null) {
            add(entries, part.memory());
        }
        if (part.comparison() != null) {
            add(entries, part.comparison());
        }
        if (part.scaling() != null) {
            entries.put("Scaling law", part.scaling().description());
        }
        if (part.brokenUse() != null) {
            String type = Plain.type(part.brokenUse().firstError());
            entries.put(
                    "Uses of the broken part",
                    count(part.brokenUse().failed()) + " of "
                            + count(part.brokenUse().begun()) + " failed during the fault"
                            + (type.isEmpty() ? "" : ", the first by " + type));
        }
        return entries;
    }

    private static void add(Map<String, String> entries, Measurement measurement) {
        entries.put("Users", measurement.users() + (measurement.virtual() ? " virtual threads" : " threads"));
        entries.put("Load", measurement.loadModel());
        entries.put("Whole load", time((double) measurement.elapsed().toNanos()));
        entries.put("Warm-up", warmUp(measurement.warmUp()));
        entries.put(
                "Garbage collections",
                measurement.gc().collections() + ", "
                        + time((double) measurement.gc().time().toNanos()));
        entries.put(
                "Pauses for them",
                measurement.gc().pauses() + ", "
                        + time((double) measurement.gc().pauseTime().toNanos())
                        + measurement
                                .gc()
                                .longestPause()
                                .map(longest -> ", the longest " + time((double) longest.toNanos()))
                                .orElse(""));
        if (!Double.isNaN(measurement.machine().busyCores())) {
            entries.put("Machine", measurement.machine().sentence());
        }
        measurement.counts().forEach((counter, count) -> entries.put("Counter " + counter, text(count)));
        measurement
                .scheduleLag()
                .filter(lag -> lag.samples() > 0)
                .ifPresent(lag -> entries.put(
                        "Started late", "P99 " + time(lag.percentileNanos(99)) + ", max " + time(lag.maxNanos())));
        measurement.errorsByType().forEach((type, errors) -> entries.put("Errors of " + type, count(errors)));
    }

    private static void add(Map<String, String> entries, MemoryTrend memory) {
        entries.put("Cycles", memory.cycles().size() + ", of which " + memory.dropped() + " are not counted");
        entries.put("Operations", count(memory.operations()));
        entries.put("Heap growth per cycle", Unit.BYTES.render(memory.heap().slope()));
        entries.put(
                "Resident set growth per cycle",
                Unit.BYTES.render(memory.resident().slope()));
        Leak leak = memory.leak();
        entries.put(
                "Retained per operation",
                Unit.BYTES.render(leak.bytesPerOperation())
                        + (Double.isNaN(leak.low())
                                ? ""
                                : " (" + Unit.BYTES.render(leak.low()) + " .. " + Unit.BYTES.render(leak.high())
                                        + ")"));
    }

    private static void add(Map<String, String> entries, PairedMeasurement comparison) {
        entries.put(
                "Pairs",
                count(comparison.pairs().size()) + " in "
                        + time((double) comparison.elapsed().toNanos()) + ", seed " + comparison.seed());
        entries.put(
                "Clock",
                comparison.clock().clock().label() + ", because "
                        + comparison.clock().reason());
        Loads loads = comparison.loads();
        if (loads.areSeveral()) {
            entries.put(
                    "Loads of the saved jars",
                    comparison.loadRatios().length + " of " + loads.asked() + ", " + loads.unsteady()
                            + " left out as unsteady" + (loads.oneSided() ? "; the other side once" : ""));
        } else if (!comparison.looks().isEmpty()) {
            entries.put("Looks", comparison.looks().size() + " of " + SequentialPlan.LOOKS.size());
        }
    }

    private static String text(Count count) {
        return count(count.total()) + " in all, " + Unit.COUNT.render(count.perOperation()) + " per operation";
    }

    private static String warmUp(WarmUpFacts facts) {
        String steady = switch (facts.steadyState()) {
            case REACHED -> ", steady state reached";
            case NOT_REACHED -> ", steady state not reached";
            case NOT_CHECKED -> "";
        };
        return facts.rule() + ": " + count(facts.operations()) + " operations in "
                + time((double) facts.took().toNanos()) + steady;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String time(double nanos) {
        return Unit.NANOSECONDS.render(nanos);
    }
}
