package io.leadfactory.suite.contract;

import static io.leadfactory.perf.judge.Limit.above;
import static io.leadfactory.perf.judge.Limit.atMost;
import static io.leadfactory.perf.judge.Limit.below;
import static io.leadfactory.perf.judge.Metric.ELAPSED;
import static io.leadfactory.perf.judge.Metric.HEAP_GROWTH;
import static io.leadfactory.perf.judge.Metric.MAX;
import static io.leadfactory.perf.judge.Metric.MEAN;
import static io.leadfactory.perf.judge.Metric.P95;
import static io.leadfactory.perf.judge.Metric.RESIDENT_GROWTH;
import static io.leadfactory.perf.judge.Metric.THROUGHPUT;

import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The contract's rows: a scenario's id, its group, and what its figures must reach. */
public enum Row {
    /** One explicit event. */
    A1(Group.AUDIT, ms(MEAN, 50), ms(P95, 35), ms(MAX, 100)),
    /** Ten explicit events in one call. */
    A2(Group.AUDIT, ms(MEAN, 500), ms(P95, 400), ms(SuiteMetric.MEAN_PER_EVENT, 50)),
    /** Two queries over 100 000 events. */
    A3(Group.AUDIT, ms(MEAN, 100), ms(P95, 75)),
    /** Insert, update and delete with automatic audit. */
    A4(Group.AUDIT, ms(MEAN, 100), ms(P95, 80), main(atMost(SuiteMetric.MISSING_EVENTS, 0))),
    /** Writers side by side. */
    A5(Group.AUDIT, ms(MEAN, 50), main(atMost(SuiteMetric.MISSING_EVENTS, 0))),

    /** The trail under load. */
    M1(
            Group.MONITORING,
            ms(MEAN, 50),
            ms(P95, 75),
            ms(MAX, 100),
            ms(ELAPSED, 5_000),
            main(atMost(SuiteMetric.MISSING_EVENTS, 0))),
    /** One budget check. */
    M2(Group.MONITORING, ms(MEAN, 10), ms(P95, 7), ms(MAX, 25)),
    /** Budget checks side by side. */
    M3(Group.MONITORING, ms(MAX, 15), main(above(THROUGHPUT, 150)), main(atMost(SuiteMetric.OVERSPENT, 0))),
    /** Everything at once. */
    M4(Group.MONITORING, ms(MEAN, 100), ms(MAX, 500), main(above(THROUGHPUT, 10))),
    /** Memory. */
    M5(
            Group.MONITORING,
            main(below(HEAP_GROWTH, megabytes(50))),
            main(below(RESIDENT_GROWTH, megabytes(50))),
            main(atMost(Metric.HEAP_TREND, 0))),
    /** The next operation after a fault. */
    M6(
            Group.MONITORING,
            ms(MEAN, 100),
            ms(MAX, 200),
            main(atMost(SuiteMetric.NOT_RECOVERED, 0)),
            main(atMost(SuiteMetric.HALF_WRITTEN, 0))),
    /** Health of five components. */
    M7(
            Group.MONITORING,
            ms(MEAN, 200),
            ms(MAX, 200),
            part("component", below(MAX, Duration.ofMillis(50))),
            main(atMost(SuiteMetric.RUBBISH, 0))),

    /** Audit and budget in one operation. */
    I1(Group.INTEGRATION, ms(MEAN, 75), ms(P95, 60), ms(MAX, 150)),
    /** The spend crosses the stop line. */
    I2(
            Group.INTEGRATION,
            ms(MEAN, 50),
            ms(MAX, 100),
            part("refused", below(MEAN, Duration.ofMillis(25))),
            part("refused", below(P95, Duration.ofMillis(20))),
            part("refused", below(MAX, Duration.ofMillis(100))),
            main(atMost(SuiteMetric.CALLS_AFTER_STOP, 0)),
            main(atMost(SuiteMetric.UNAUDITED_TRIPS, 0))),
    /** Both under eight users. */
    I3(Group.INTEGRATION, ms(MEAN, 150), ms(P95, 120), ms(MAX, 300), main(above(THROUGHPUT, 20))),
    /** How times grow with users. */
    I4(
            Group.INTEGRATION,
            ms(MEAN, 200),
            part("paced", below(Metric.RAW_DEGRADATION, 3.0)),
            part("unpaced", below(Metric.DEGRADATION, 3.0))),
    /** One component fails, the other one goes on. */
    I5(
            Group.INTEGRATION,
            ms(MEAN, 100),
            ms(MAX, 200),
            main(atMost(SuiteMetric.NOT_RECOVERED, 0)),
            main(atMost(SuiteMetric.BROKEN_GUARANTEES, 0)));

    private final Group group;

    // List.of makes one that cannot change, which the checker cannot see in the type.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Clause> clauses;

    Row(Group group, Clause... clauses) {
        this.group = group;
        this.clauses = List.of(clauses);
    }

    /**
     * Returns the group whose table shows the row.
     *
     * @return the group
     */
    public Group group() {
        return group;
    }

    List<Clause> clauses() {
        return clauses;
    }

    /**
     * Finds a row by its id.
     *
     * @param text the id, in any case, blanks around it do not matter
     * @return the row
     * @throws SettingException if there is none of that id
     */
    public static Row of(String text) {
        String wanted = text.strip().toUpperCase(Locale.ROOT);
        for (Row row : values()) {
            if (row.name().equals(wanted)) {
                return row;
            }
        }
        throw new SettingException("unknown scenario \"" + text.strip() + "\": choose among "
                + Arrays.stream(values()).map(Row::name).collect(Collectors.joining(", ")));
    }

    private static Clause main(Limit limit) {
        return new Clause("", limit);
    }

    private static Clause part(String part, Limit limit) {
        return new Clause(part, limit);
    }

    private static Clause ms(Metric metric, long milliseconds) {
        return main(below(metric, Duration.ofMillis(milliseconds)));
    }

    private static double megabytes(int megabytes) {
        return megabytes * 1024.0 * 1024.0;
    }
}
