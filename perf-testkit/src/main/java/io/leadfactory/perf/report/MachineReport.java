package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.HistogramLog;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.Slot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one machine measured, read back from its report folder. Immutable.
 *
 * @param name what the machine is called in a merged report: the folder's name
 * @param folder the folder
 * @param json the report
 */
record MachineReport(String name, Path folder, JsonTree json) {

    /** One machine's measurement of one part. */
    record Timed(JsonTree json, Map<String, Distribution> times) {
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
            JsonTree gc = json.object("gc");
            return new GcActivity(gc.whole("collections"), Duration.ofNanos(gc.whole("timeNanos")));
        }

        /** Restores what the machine's recorders held together. */
        Recorder recorder() {
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

        Measurement alone() {
            return Measurement.of(json.text("scenario"))
                    .add(recorder())
                    .users(users(), json.flag("virtual"))
                    .loadModel(loadModel())
                    .time(startedAt(), elapsed())
                    .cost(json.number("cpuShare"), json.number("allocatedBytesPerOperation"), gc())
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

    static MachineReport read(Path folder, String name) {
        Path file = folder.resolve("report.json");
        try {
            JsonTree json = JsonTree.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            if (json.whole("schema") != JsonReport.SCHEMA) {
                throw new ReportException("cannot merge \"" + file + "\": it is of version " + json.whole("schema")
                        + ", and this kit reads " + JsonReport.SCHEMA + "; let the same kit measure on each machine");
            }
            return new MachineReport(name, folder, json);
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            throw new ReportException(
                    "cannot read \"" + file + "\": " + Plain.line(String.valueOf(e.getMessage()))
                            + "; give folders that a run has written its report into",
                    e);
        }
    }

    List<JsonTree> scenarios() {
        return json.objects("scenarios");
    }

    JsonTree scenario(String id) {
        return scenarios().stream()
                .filter(scenario -> scenario.text("id").equals(id))
                .findFirst()
                .orElseThrow(() -> new ReportException("cannot merge: scenario \"" + id + "\" is not in \"" + folder
                        + "\"; measure the same scenarios on each machine"));
    }

    /** Returns what was timed in a part; empty if nothing was. */
    Optional<Timed> timed(String id, int part) {
        JsonTree json = scenario(id).objects("parts").get(part);
        if (!json.has("measurement")) {
            return Optional.empty();
        }
        JsonTree measurement = json.object("measurement");
        Map<String, Distribution> times = new LinkedHashMap<>();
        if (measurement.whole("samples") > 0) {
            String prefix = part + "-";
            for (HistogramLog.Entry entry : histograms(id)) {
                if (entry.tag().startsWith(prefix)) {
                    times.put(entry.tag().substring(prefix.length()), entry.times());
                }
            }
            Distribution response = times.get(HistogramFiles.RESPONSE);
            if (response == null || response.samples() != measurement.whole("samples")) {
                throw new ReportException("cannot merge scenario \"" + id + "\": its histogram in \"" + folder
                        + "\" is missing or of another run; keep the folder " + HistogramFiles.FOLDER
                        + " beside report.json");
            }
        }
        return Optional.of(new Timed(measurement, times));
    }

    private List<HistogramLog.Entry> histograms(String id) {
        Path file = folder.resolve(HistogramFiles.FOLDER).resolve(HistogramFiles.name(id));
        try {
            return HistogramLog.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw new ReportException(
                    "cannot read the histograms \"" + file + "\": " + Plain.line(String.valueOf(e.getMessage()))
                            + "; keep the folder " + HistogramFiles.FOLDER + " beside report.json",
                    e);
        }
    }

    static List<Finding> findings(JsonTree part) {
        return part.objects("findings").stream().map(MachineReport::finding).toList();
    }

    private static Finding finding(JsonTree json) {
        Metric metric = new Metric(json.text("metric"), json.text("label"), Unit.valueOf(json.text("unit")));
        JsonTree limit = json.object("limit");
        JsonTree figure = json.object("figure");
        Verdict verdict = Verdict.valueOf(json.text("verdict"));
        String reason = json.text("reason");
        return new Finding(
                new Limit(metric, Limit.Bound.valueOf(limit.text("bound")), limit.number("value")),
                new Figure(
                        metric,
                        figure.number("value"),
                        figure.number("low"),
                        figure.number("high"),
                        figure.whole("samples"),
                        figure.has("confidence") ? figure.number("confidence") : Judge.CONFIDENCE),
                verdict,
                // A pass that rests on nothing is written as no pass, and has no reason.
                verdict == Verdict.INCONCLUSIVE && reason.isBlank() ? "no samples" : reason);
    }
}
