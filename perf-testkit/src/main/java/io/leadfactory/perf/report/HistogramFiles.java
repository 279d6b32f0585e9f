package io.leadfactory.perf.report;

import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.HistogramLog;
import io.leadfactory.perf.measure.HistogramLog.Entry;
import io.leadfactory.perf.measure.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The raw histograms of a run: a file for each scenario that was timed, whose tags are the part's number from 0 on and the
 * kind of time, {@code "0-response"}; with the operation's number in between for the operations of a mix, {@code
 * "0-1-response"}.
 */
final class HistogramFiles {
    static final String FOLDER = "histograms";
    static final String RESPONSE = "response";
    static final String SERVICE = "service";
    static final String LAG = "lag";

    private HistogramFiles() {}

    /** Returns the texts of the files by their names. */
    static Map<String, String> of(RunReport report) {
        Map<String, String> files = new LinkedHashMap<>();
        for (ScenarioReport scenario : report.scenarios()) {
            List<Entry> entries = entries(scenario);
            if (!entries.isEmpty()) {
                files.put(name(scenario.id()), HistogramLog.write(entries));
            }
        }
        return files;
    }

    /** Names a file so that a person finds it, and so that no two ids share one. */
    static String name(String id) {
        String readable = id.replaceAll("[^A-Za-z0-9-]+", "_");
        boolean same = readable.equals(id) && id.length() <= 60;
        String cut = readable.substring(0, Math.min(60, readable.length()));
        return (same ? id : cut + String.format(Locale.ROOT, "_%08x", id.hashCode())) + ".hlog";
    }

    static String tag(int part, String kind) {
        return part + "-" + kind;
    }

    private static List<Entry> entries(ScenarioReport scenario) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < scenario.parts().size(); i++) {
            Measurement measurement = scenario.parts().get(i).measurement();
            if (measurement == null || measurement.samples() == 0) {
                continue;
            }
            add(entries, measurement, i + "-");
            int operation = 0;
            for (Measurement each : measurement.operations().values()) {
                if (each.samples() > 0) {
                    add(entries, each, i + "-" + operation + "-");
                }
                operation++;
            }
        }
        return entries;
    }

    private static void add(List<Entry> entries, Measurement measurement, String prefix) {
        entries.add(entry(measurement, prefix + RESPONSE, measurement.responseTime()));
        measurement.serviceTime().ifPresent(times -> entries.add(entry(measurement, prefix + SERVICE, times)));
        measurement.scheduleLag().ifPresent(times -> entries.add(entry(measurement, prefix + LAG, times)));
    }

    private static Entry entry(Measurement measurement, String tag, Distribution times) {
        return new Entry(tag, measurement.startedAt(), measurement.elapsed(), times);
    }
}
