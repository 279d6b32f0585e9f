package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.measure.Interval;
import io.leadfactory.perf.measure.ScalabilityLaw;
import io.leadfactory.perf.measure.ScalingCurve;
import io.leadfactory.perf.measure.ScalingCurve.Point;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a sweep scaled, as JSON and back. */
final class ScalingJson {
    private ScalingJson() {}

    static void write(JsonGenerator json, @Nullable ScalingCurve curve) throws IOException {
        if (curve == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("scenario", curve.scenario());
        json.writeNumberField("cores", curve.cores());
        json.writeNumberField("rounds", curve.rounds());
        json.writeStringField("description", curve.description());
        json.writeArrayFieldStart("points");
        for (Point point : curve.points()) {
            json.writeStartObject();
            json.writeNumberField("users", point.users());
            MeasurementJson.number(json, "throughput", point.throughput());
            write(json, "throughputInterval", point.throughputInterval());
            MeasurementJson.number(json, "meanNanos", point.meanNanos());
            write(json, "meanInterval", point.meanInterval());
            MeasurementJson.number(json, "p95Nanos", point.p95Nanos());
            MeasurementJson.number(json, "accountedUsers", point.accountedUsers());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeFieldName("law");
        if (curve.law().isPresent()) {
            write(json, curve.law().get());
        } else {
            json.writeNull();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ScalabilityLaw law) throws IOException {
        json.writeStartObject();
        MeasurementJson.number(json, "perUser", law.perUser());
        write(json, "perUserInterval", Optional.of(law.perUserInterval()));
        MeasurementJson.number(json, "contention", law.contention());
        write(json, "contentionInterval", Optional.of(law.contentionInterval()));
        MeasurementJson.number(json, "coherence", law.coherence());
        write(json, "coherenceInterval", Optional.of(law.coherenceInterval()));
        MeasurementJson.number(json, "worstMiss", law.worstMiss());
        MeasurementJson.number(json, "peakUsers", law.peakUsers());
        MeasurementJson.number(json, "peakLow", law.peakInterval().low());
        MeasurementJson.number(json, "peakHigh", law.peakInterval().high());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Optional<Interval> interval) throws IOException {
        json.writeFieldName(name);
        if (interval.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        MeasurementJson.number(json, "low", interval.get().low());
        MeasurementJson.number(json, "high", interval.get().high());
        json.writeEndObject();
    }

    static ScalingCurve read(JsonTree json) {
        return new ScalingCurve(
                json.text("scenario"),
                (int) json.whole("cores"),
                (int) json.whole("rounds"),
                json.objects("points").stream().map(ScalingJson::point).toList(),
                json.has("law") ? Optional.of(law(json.object("law"))) : Optional.empty(),
                json.text("description"));
    }

    private static Point point(JsonTree json) {
        return new Point(
                (int) json.whole("users"),
                json.number("throughput"),
                interval(json, "throughputInterval"),
                json.number("meanNanos"),
                interval(json, "meanInterval"),
                json.number("p95Nanos"),
                json.number("accountedUsers"));
    }

    private static ScalabilityLaw law(JsonTree json) {
        return new ScalabilityLaw(
                json.number("perUser"),
                json.number("contention"),
                json.number("coherence"),
                interval(json, "perUserInterval").orElseThrow(),
                interval(json, "contentionInterval").orElseThrow(),
                interval(json, "coherenceInterval").orElseThrow(),
                json.number("worstMiss"));
    }

    private static Optional<Interval> interval(JsonTree json, String name) {
        return json.has(name)
                ? Optional.of(new Interval(
                        json.object(name).number("low"), json.object(name).number("high")))
                : Optional.empty();
    }
}
