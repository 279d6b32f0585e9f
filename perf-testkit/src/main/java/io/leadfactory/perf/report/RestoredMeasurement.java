package io.leadfactory.perf.report;

import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.Slot;
import io.leadfactory.perf.measure.WarmUpFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One machine's measurement of one part, as its report and its histograms tell it. Immutable.
 *
 * @param json the measurement in the report
 * @param times the times by their kind, those of a mix's operations after the operation's number, {@code "0-response"}
 */
record RestoredMeasurement(JsonTree json, Map<String, Distribution> times) {
    int users() {
        return (int) json.whole("users");
    }

    Instant startedAt() {
        return Instant.parse(json.text("startedAt"));
    }

    Duration elapsed() {
        return Duration.ofNanos(json.whole("elapsedNanos"));
    }

    Instant endedAt() {
        return startedAt().plus(elapsed());
    }

    double samples() {
        return json.number("samples");
    }

    /** Returns the sum of the operations' times, of which the CPU share is a share. */
    double timedNanos() {
        Distribution timed = times.getOrDefault(HistogramFiles.SERVICE, times.get(HistogramFiles.RESPONSE));
        return timed == null ? 0 : timed.meanNanos() * timed.samples();
    }

    String loadModel() {
        return json.text("loadModel");
    }

    GcActivity gc() {
        return CostJson.gc(json.object("gc"));
    }

    Map<String, Count> counts() {
        return CostJson.counts(json.object("counts"));
    }

    WarmUpFacts warmUp() {
        JsonTree facts = json.object("warmUp");
        return new WarmUpFacts(
                facts.text("rule"),
                facts.whole("operations"),
                facts.whole("errors"),
                Duration.ofNanos(facts.whole("tookNanos")),
                WarmUpFacts.SteadyState.valueOf(facts.text("steadyState")));
    }

    /** Returns the names of a mix's operations, in its order; none if one operation alone was measured. */
    List<String> operations() {
        return json.object("operations").names();
    }

    /** Adds what this machine's recorders held to a measurement, each operation of a mix apart. */
    void addTo(Measurement.Builder builder) {
        if (operations().isEmpty()) {
            builder.add(recorder());
            return;
        }
        for (int i = 0; i < operations().size(); i++) {
            String name = operations().get(i);
            builder.add(name, operation(i, name).recorder());
        }
    }

    private RestoredMeasurement operation(int number, String name) {
        Map<String, Distribution> own = new LinkedHashMap<>();
        for (String kind : List.of(HistogramFiles.RESPONSE, HistogramFiles.SERVICE, HistogramFiles.LAG)) {
            Distribution found = times.get(HistogramFiles.tag(number, kind));
            if (found != null) {
                own.put(kind, found);
            }
        }
        return new RestoredMeasurement(json.object("operations").object(name), own);
    }

    private Recorder recorder() {
        Map<String, Long> errors = new LinkedHashMap<>();
        JsonTree types = json.object("errorsByType");
        types.names().forEach(type -> errors.put(type, types.whole(type)));
        return Recorder.restored(
                Optional.ofNullable(times.get(HistogramFiles.RESPONSE)),
                Optional.ofNullable(times.get(HistogramFiles.SERVICE)),
                Optional.ofNullable(times.get(HistogramFiles.LAG)),
                slots(),
                errors,
                json.whole("unexpectedErrors"));
    }

    /** Returns what this machine alone has measured. */
    Measurement alone() {
        Measurement.Builder builder = Measurement.of(json.text("scenario"));
        addTo(builder);
        counts().forEach(builder::count);
        return builder.users(users(), json.flag("virtual"))
                .loadModel(loadModel())
                .time(startedAt(), elapsed())
                .warmUp(warmUp())
                .cost(json.number("cpuShare"), json.number("allocatedBytesPerOperation"), gc())
                .machine(MachineJson.read(json.object("machine")), Optional.empty())
                .build();
    }

    private List<Slot> slots() {
        JsonTree line = json.object("timeline");
        double[] offsets = line.numbers("offsetNanos");
        double[] widths = line.numbers("widthNanos");
        double[] counts = line.numbers("counts");
        double[] errors = line.numbers("errors");
        double[] means = line.numbers("meanNanos");
        double[] longest = line.numbers("maxNanos");
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < offsets.length; i++) {
            slots.add(new Slot(
                    nanos(offsets[i]),
                    nanos(widths[i]),
                    (long) counts[i],
                    (long) errors[i],
                    nanos(means[i]),
                    nanos(longest[i])));
        }
        return slots;
    }

    private static Duration nanos(double number) {
        return Double.isNaN(number) ? Duration.ZERO : Duration.ofNanos((long) number);
    }
}
