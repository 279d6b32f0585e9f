package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.measure.ClockChoice;
import io.leadfactory.perf.measure.Loads;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Look;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import io.leadfactory.perf.measure.RatioInterval;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A comparison with its pairs, its looks and its loads, as JSON and back. */
final class ComparisonJson {
    private ComparisonJson() {}

    static void write(JsonGenerator json, @Nullable PairedMeasurement comparison) throws IOException {
        if (comparison == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("scenario", comparison.scenario());
        json.writeNumberField("operationsPerBlock", comparison.operationsPerBlock());
        json.writeNumberField("candidateOperationsPerBlock", comparison.candidateOperationsPerBlock());
        json.writeNumberField("seed", comparison.seed());
        json.writeNumberField("elapsedNanos", comparison.elapsed().toNanos());
        write(json, "pairs", comparison.pairs());
        write(json, comparison.clock());
        write(json, "otherPairs", comparison.otherPairs());
        writePlan(json, comparison.plan());
        json.writeArrayFieldStart("looks");
        for (Look look : comparison.looks()) {
            write(json, look);
        }
        json.writeEndArray();
        write(json, comparison.loads(), comparison.loadRatios());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<Pair> pairs) throws IOException {
        json.writeObjectFieldStart(name);
        MeasurementJson.numbers(json, "referenceNanos", pairs, Pair::referenceNanos);
        MeasurementJson.numbers(json, "candidateNanos", pairs, Pair::candidateNanos);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ClockChoice clock) throws IOException {
        json.writeObjectFieldStart("clock");
        json.writeStringField("name", clock.clock().name());
        json.writeStringField("reason", clock.reason());
        MeasurementJson.number(json, "referenceWaiting", clock.referenceWaiting());
        MeasurementJson.number(json, "candidateWaiting", clock.candidateWaiting());
        json.writeEndObject();
    }

    private static void writePlan(JsonGenerator json, Optional<SequentialPlan> plan) throws IOException {
        json.writeFieldName("plan");
        if (plan.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        MeasurementJson.number(json, "limit", plan.get().limit());
        MeasurementJson.number(json, "slack", plan.get().slack());
        json.writeNumberField("budgetNanos", plan.get().budget().toNanos());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Look look) throws IOException {
        RatioInterval interval = look.interval();
        json.writeStartObject();
        MeasurementJson.number(json, "ratio", interval.median());
        MeasurementJson.number(json, "low", interval.low());
        MeasurementJson.number(json, "high", interval.high());
        MeasurementJson.number(json, "confidence", interval.confidence());
        json.writeNumberField("ratios", interval.ratios());
        MeasurementJson.number(json, "fresh", look.fresh());
        json.writeNumberField("elapsedNanos", look.elapsed().toNanos());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Loads loads, double[] ratios) throws IOException {
        json.writeObjectFieldStart("loads");
        json.writeNumberField("asked", loads.asked());
        json.writeNumberField("unsteady", loads.unsteady());
        json.writeBooleanField("oneSided", loads.oneSided());
        MeasurementJson.numbers(json, "pairs", loads.pairs(), Integer::doubleValue);
        List<Double> each = loads.areSeveral() ? Arrays.stream(ratios).boxed().toList() : List.of();
        MeasurementJson.numbers(json, "ratios", each, Double::doubleValue);
        json.writeEndObject();
    }

    static PairedMeasurement read(JsonTree json) {
        JsonTree clock = json.object("clock");
        return new PairedMeasurement(
                json.text("scenario"),
                pairs(json.object("pairs")),
                (int) json.whole("operationsPerBlock"),
                json.whole("seed"),
                Duration.ofNanos(json.whole("elapsedNanos")),
                (int) json.whole("candidateOperationsPerBlock"),
                new ClockChoice(
                        ClockChoice.Clock.valueOf(clock.text("name")),
                        clock.text("reason"),
                        clock.number("referenceWaiting"),
                        clock.number("candidateWaiting")),
                pairs(json.object("otherPairs")),
                json.has("plan") ? Optional.of(plan(json.object("plan"))) : Optional.empty(),
                json.objects("looks").stream().map(ComparisonJson::look).toList(),
                loads(json.object("loads")));
    }

    private static List<Pair> pairs(JsonTree json) {
        double[] reference = json.numbers("referenceNanos");
        double[] candidate = json.numbers("candidateNanos");
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < reference.length; i++) {
            pairs.add(new Pair(reference[i], candidate[i]));
        }
        return pairs;
    }

    private static SequentialPlan plan(JsonTree json) {
        return new SequentialPlan(
                json.number("limit"), json.number("slack"), Duration.ofNanos(json.whole("budgetNanos")));
    }

    private static Look look(JsonTree json) {
        return new Look(
                new RatioInterval(
                        json.number("ratio"), json.number("low"), json.number("high"), json.number("confidence"), (int)
                                json.whole("ratios")),
                json.number("fresh"),
                Duration.ofNanos(json.whole("elapsedNanos")));
    }

    private static Loads loads(JsonTree json) {
        List<Integer> pairs = Arrays.stream(json.numbers("pairs"))
                .mapToObj(number -> (int) number)
                .toList();
        return new Loads(pairs, (int) json.whole("asked"), (int) json.whole("unsteady"), json.flag("oneSided"));
    }
}
