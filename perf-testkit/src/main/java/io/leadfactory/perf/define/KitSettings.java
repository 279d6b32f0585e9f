package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.List;

/**
 * The settings of the kit itself. Each is a default: what a definition says in code holds against it.
 *
 * <p>A room above that needs a setting adds a constant here and to {@link #all()}, and asks for it by
 * {@link PerfSettings#get(PerfSetting)}.
 */
public final class KitSettings {
    /** How long a scenario without an end of its own is measured. */
    public static final PerfSetting<Duration> DURATION =
            PerfSetting.time("perf.duration", "1 s", "how long a scenario is measured that names no end");

    /** After how many operations a scenario without an end of its own ends. */
    public static final PerfSetting<Integer> ITERATIONS = PerfSetting.count(
            "perf.iterations", "", "after how many operations such a scenario ends, if that is before", 1);

    /** How many users a scenario has that does not say how many. */
    public static final PerfSetting<Integer> USERS =
            PerfSetting.count("perf.users", "1", "how many users work at the same time", 1);

    /** How a scenario is warmed up that does not say how. */
    public static final PerfSetting<WarmUp> WARM_UP = new PerfSetting<>(
            "perf.warmup",
            "2 s",
            "the longest wait for a steady state, or a number of operations, or none",
            false,
            KitSettings::warmUp);

    /** How many pairs of blocks a comparison times that does not say how many. */
    public static final PerfSetting<Integer> PAIRS = PerfSetting.count(
            "perf.pairs", "200", "how many pairs of blocks a comparison times", Comparison.FEWEST_PAIRS);

    /** How often a comparison loads its saved jars anew. */
    public static final PerfSetting<Integer> LOADS = new PerfSetting<>(
            "perf.loads", "12", "how often a comparison loads its saved jars anew", false, KitSettings::loads);

    /** For how long an operation may run before it counts as hanging. */
    public static final PerfSetting<Duration> HANG_LIMIT =
            PerfSetting.time("perf.hang-limit", "1 min", "after what time an operation counts as hanging");

    /** The folder for reports. */
    public static final PerfSetting<String> REPORT =
            PerfSetting.text("perf.report", "target/perf-report", "the folder for reports, or none");

    /** The folder in which earlier runs are remembered. */
    public static final PerfSetting<String> HISTORY = PerfSetting.text(
            "perf.history", "none", "the folder with what earlier runs measured, kept from run to run, or none");

    /** What becomes of an inconclusive test. */
    public static final PerfSetting<String> INCONCLUSIVE = PerfSetting.choice(
            "perf.inconclusive", "whether an inconclusive test fails or is aborted", "fail", "abort");

    /** Whether a scenario that failed is run a second time, shorter, with a recording and a dump of all threads. */
    public static final PerfSetting<String> EVIDENCE = PerfSetting.choice(
            "perf.evidence", "whether a failed scenario is run again with a recording", "off", "on-failure");

    /** Whether tables are printed at the end of a run. */
    public static final PerfSetting<Boolean> TABLES =
            PerfSetting.flag("perf.tables", true, "whether tables are printed at the end");

    /** Whether progress and settings are printed. */
    public static final PerfSetting<Boolean> PROGRESS =
            PerfSetting.flag("perf.progress", true, "whether settings and progress are printed");

    /** Whether tables are coloured. */
    public static final PerfSetting<Boolean> COLOUR =
            PerfSetting.flag("perf.colour", false, "whether the tables' results are coloured");

    /** The report's title. */
    public static final PerfSetting<String> TITLE =
            PerfSetting.text("perf.title", "Performance tests", "the report's title");

    /** Whether the machine is looked at before the first scenario. */
    public static final PerfSetting<String> FITNESS =
            PerfSetting.choice("perf.fitness", "whether the machine's fitness is checked first", "check", "skip");

    /** Whether operations' times are corrected for what other processes took. */
    public static final PerfSetting<String> CORRECTION = PerfSetting.choice(
            "perf.correction",
            "whether a time without what other processes took is kept: of operations of 0.2 ms and longer, all, none",
            "auto",
            "on",
            "off");

    /** The probability of a false FAIL in a whole run. */
    public static final PerfSetting<Double> ERROR_RATE = new PerfSetting<>(
            "perf.error-rate",
            "0.01",
            "the probability of a false FAIL in the whole run",
            false,
            KitSettings::errorRate);

    /** How many statistical limits a run judges. */
    public static final PerfSetting<Integer> CHECKS = PerfSetting.count(
            "perf.checks", "", "how many limits with an interval the run judges, so that all get equal shares", 1);

    private KitSettings() {}

    /**
     * Returns all of them.
     *
     * @return the settings in the order in which they are shown
     */
    public static List<PerfSetting<?>> all() {
        // One a line, so that two rooms can add theirs side by side.
        return List.of(
                DURATION,
                ITERATIONS,
                USERS,
                WARM_UP,
                PAIRS,
                LOADS,
                HANG_LIMIT,
                INCONCLUSIVE,
                FITNESS,
                CORRECTION,
                ERROR_RATE,
                CHECKS,
                REPORT,
                EVIDENCE,
                HISTORY,
                TITLE,
                TABLES,
                PROGRESS,
                COLOUR);
    }

    private static int loads(String text) {
        double loads = Quantity.number("perf.loads", text);
        if (loads != Math.rint(loads)
                || loads < 1
                || loads > Integer.MAX_VALUE
                || (loads > 1 && loads < Comparison.FEWEST_LOADS)) {
            throw new IllegalArgumentException("perf.loads must be 1, or a whole number of at least "
                    + Comparison.FEWEST_LOADS + ", which an interval needs: " + text);
        }
        return (int) loads;
    }

    private static double errorRate(String text) {
        double rate = Quantity.number("perf.error-rate", text);
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("perf.error-rate must be above 0 and below 1: \"" + text + "\"");
        }
        return rate;
    }

    private static WarmUp warmUp(String text) {
        String rule = text.strip();
        if (rule.equals("none")) {
            return WarmUp.none();
        }
        if (rule.matches("[0-9]{1,18}")) {
            return WarmUp.iterations(Long.parseLong(rule));
        }
        try {
            return WarmUp.detected(Quantity.time("perf.warmup", rule));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "perf.warmup must be \"none\", a number of operations as \"200\", or the longest wait for a steady"
                            + " state as \"2 s\": \"" + text + "\"",
                    e);
        }
    }
}
