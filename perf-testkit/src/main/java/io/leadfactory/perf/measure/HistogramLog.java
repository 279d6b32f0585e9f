package io.leadfactory.perf.measure;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/**
 * Distributions as text in the log format of HdrHistogram, version 1.3, which its own and others' tools read: one tagged
 * histogram in nanoseconds a line. Minimum, maximum and sum are exact in a comment before it, so that nothing is lost on the
 * way back.
 */
public final class HistogramLog {
    private static final int DIGITS = 3;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final Pattern EXACT = Pattern.compile("#\\[Exact: (\\S+) min (\\d+) max (\\d+) sum (\\S+)]");

    private HistogramLog() {}

    /**
     * One distribution of a log. Immutable.
     *
     * @param tag tells it from the others; without comma, blank or line break
     * @param startedAt when the first of its times began
     * @param length over how long they were taken
     * @param times the times
     */
    public record Entry(String tag, Instant startedAt, Duration length, Distribution times) {
        /**
         * Checks the tag.
         *
         * @throws IllegalArgumentException if it is empty or holds a comma or white space
         */
        public Entry {
            if (tag.isEmpty() || tag.chars().anyMatch(c -> c == ',' || Character.isWhitespace(c))) {
                throw new IllegalArgumentException("a histogram's tag has neither comma nor blank: \"" + tag + "\"");
            }
        }
    }

    /**
     * Writes distributions. Those without samples are left out.
     *
     * @param entries the distributions
     * @return the log's text, in ASCII
     */
    public static String write(List<Entry> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.US_ASCII)) {
            HistogramLogWriter log = new HistogramLogWriter(out);
            log.outputComment("[Times in nanoseconds]");
            log.outputLogFormatVersion();
            log.outputLegend();
            for (Entry entry : entries) {
                Distribution times = entry.times();
                if (times.samples() == 0) {
                    continue;
                }
                log.outputComment("[Exact: " + entry.tag() + " min "
                        + times.min().toNanos() + " max " + times.max().toNanos() + " sum " + times.sum() + "]");
                Histogram histogram = times.histogram();
                histogram.setTag(entry.tag());
                double start = entry.startedAt().toEpochMilli() / MILLIS;
                log.outputIntervalHistogram(start, start + entry.length().toNanos() / NANOS, histogram, 1);
            }
            log.close();
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a log that {@link #write(List)} or another tool wrote. Without the comments of the former, minimum, maximum and
     * sum are as exact as the histogram.
     *
     * @param text the log
     * @return its tagged distributions; a histogram without a tag has the tag "untagged"
     * @throws IllegalArgumentException if a histogram cannot be decoded
     */
    public static List<Entry> read(String text) {
        Map<String, Matcher> exact = new HashMap<>();
        text.lines().map(EXACT::matcher).filter(Matcher::matches).forEach(line -> exact.put(line.group(1), line));
        List<Entry> entries = new ArrayList<>();
        try (HistogramLogReader log =
                new HistogramLogReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (EncodableHistogram next = log.nextIntervalHistogram();
                    next != null;
                    next = log.nextIntervalHistogram()) {
                if (next instanceof Histogram histogram && histogram.getTotalCount() > 0) {
                    String tag = histogram.getTag() == null ? "untagged" : histogram.getTag();
                    Instant start = Instant.ofEpochMilli(histogram.getStartTimeStamp());
                    entries.add(new Entry(
                            tag,
                            start,
                            Duration.ofMillis(Math.max(0, histogram.getEndTimeStamp() - histogram.getStartTimeStamp())),
                            distribution(histogram, exact.get(tag))));
                }
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("a line is no histogram: " + e.getMessage(), e);
        }
        return entries;
    }

    private static Distribution distribution(Histogram histogram, @Nullable Matcher exact) {
        return exact == null
                ? Distribution.of(
                        histogram,
                        histogram.getMinValue(),
                        histogram.getMaxValue(),
                        histogram.getMean() * histogram.getTotalCount())
                : Distribution.of(
                        histogram,
                        Long.parseLong(exact.group(2)),
                        Long.parseLong(exact.group(3)),
                        Double.parseDouble(exact.group(4)));
    }

    static Histogram empty() {
        Histogram histogram = new Histogram(DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }
}
