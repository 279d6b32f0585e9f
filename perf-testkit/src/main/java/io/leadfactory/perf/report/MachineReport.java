package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.HistogramLog;
import io.leadfactory.perf.measure.IsolationMeasurement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Optional<RestoredMeasurement> timed(String id, int part) {
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
        return Optional.of(new RestoredMeasurement(measurement, times));
    }

    /** Returns everything that this machine has of a part, under another label and with other findings. */
    Part part(
            String id,
            int part,
            Optional<RestoredMeasurement> timed,
            String label,
            List<Finding> findings,
            List<String> notes) {
        JsonTree json = scenario(id).objects("parts").get(part);
        return new Part(
                label,
                timed.map(RestoredMeasurement::alone).orElse(null),
                json.has("memory") ? MemoryJson.read(json.object("memory")) : null,
                json.has("comparison") ? ComparisonJson.read(json.object("comparison")) : null,
                json.has("scaling") ? ScalingJson.read(json.object("scaling")) : null,
                json.has("brokenUse") ? use(json.object("brokenUse")) : null,
                findings,
                notes);
    }

    private static IsolationMeasurement.Use use(JsonTree json) {
        return new IsolationMeasurement.Use(json.whole("begun"), json.whole("failed"), json.text("firstErrorType"));
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
