package io.leadfactory.perf.judge;

import io.leadfactory.perf.define.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads limits as a person writes them: metric, sign, and an amount with its unit. */
final class LimitText {
    private static final Pattern TEXT = Pattern.compile("([A-Za-z][A-Za-z0-9.-]*)\\s*(<=|>=|<|>)\\s*(.+)");
    private static final Pattern PERCENTILE = Pattern.compile("p[0-9]{1,2}(\\.[0-9]+)?");

    private static final Map<String, Metric> METRICS = new TreeMap<>();

    static {
        List.of(
                        Metric.MEAN,
                        Metric.MAX,
                        Metric.ELAPSED,
                        Metric.THROUGHPUT,
                        Metric.ERRORS,
                        Metric.ALLOCATED,
                        Metric.GC_PAUSES,
                        Metric.GC_PAUSE_TIME,
                        Metric.LONGEST_GC_PAUSE,
                        Metric.HEAP_GROWTH,
                        Metric.RESIDENT_GROWTH,
                        Metric.OVERHEAD,
                        Metric.EFFICIENCY,
                        Metric.DEGRADATION,
                        Metric.RAW_DEGRADATION)
                .forEach(metric -> METRICS.put(metric.id(), metric));
    }

    private LimitText() {}

    static Limit parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a limit must be a metric, <, <=, > or >=, and an amount with its unit, as \"p95 < 35 ms\" or"
                            + " \"throughput >= 200 /s\": \"" + text + "\"");
        }
        Metric metric = metric(matcher.group(1), text);
        Limit.Bound bound = Arrays.stream(Limit.Bound.values())
                .filter(any -> any.sign().equals(matcher.group(2)))
                .findFirst()
                .orElseThrow();
        return new Limit(metric, bound, amount(metric, matcher.group(3), text));
    }

    private static Metric metric(String name, String text) {
        if (PERCENTILE.matcher(name).matches()) {
            return Metric.percentile(Double.parseDouble(name.substring(1)));
        }
        Metric known = METRICS.get(name);
        if (known == null) {
            throw new IllegalArgumentException("unknown metric \"" + name + "\" in the limit \"" + text
                    + "\": known are percentiles as p95 or p99.9, " + String.join(", ", METRICS.keySet()));
        }
        return known;
    }

    private static double amount(Metric metric, String amount, String text) {
        String what = "the amount of the limit \"" + text + "\"";
        return switch (metric.unit()) {
            case NANOSECONDS -> Quantity.time(what, amount).toNanos();
            case BYTES -> Quantity.bytes(what, amount);
            case PER_SECOND -> Quantity.perSecond(what, amount);
            case COUNT, RATIO -> Quantity.number(what, amount);
        };
    }
}
