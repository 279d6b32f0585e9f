package io.leadfactory.suite;

import io.leadfactory.perf.report.ExitCode;
import io.leadfactory.suite.contract.Limits;
import io.leadfactory.suite.contract.Selection;
import io.leadfactory.suite.contract.SettingException;
import io.leadfactory.suite.world.DatabaseAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The deployment gate: measures the contract's scenarios, against a deployed database if one is given, and says with its
 * exit code whether the deployment may go on.
 *
 * <p>Exit codes: 0 every limit is kept, 1 a limit is missed, 2 a setting cannot be used, 3 a figure allows no verdict,
 * 4 nothing was measured.
 */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        version = "Leadfactory performance gate",
        sortOptions = false,
        description = "Measures the performance contract and says with its exit code whether a deployment may go on.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:every limit is kept",
            " 1:a limit is missed",
            " 2:a setting cannot be used; nothing was measured",
            " 3:a figure allows no verdict",
            " 4:nothing was measured"
        })
public final class Gate implements Callable<Integer> {
    @Option(
            names = "--groups",
            paramLabel = "NAME[,NAME]",
            description = "Groups to measure: audit, monitoring, integration. Default: all.")
    private @Nullable String groups;

    @Option(names = "--scenarios", paramLabel = "ID[,ID]", description = "Scenarios to measure, as A1,I2.")
    private @Nullable String scenarios;

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "The database to measure on; each scenario makes a schema in it and drops it. "
                    + "Default: H2 in memory.")
    private @Nullable String url;

    @Option(names = "--jdbc-user", paramLabel = "NAME", description = "The database's user.")
    private @Nullable String user;

    @Option(
            names = "--jdbc-password",
            paramLabel = "PASSWORD",
            arity = "0..1",
            interactive = true,
            description = "The database's password; asked for if left out. "
                    + "Better: the environment variable PERF_JDBC_PASSWORD.")
    private char @Nullable [] password;

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description = "Where the reports go. Default: " + SettingsCheck.DEFAULT_REPORT + ".")
    private @Nullable String report;

    @Option(
            names = "--limit",
            paramLabel = "ID.METRIC=VALUE",
            description = "Replaces a limit, as A1.mean=40ms. May be given more than once.")
    private Map<String, String> limits = new LinkedHashMap<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress and no tables; the exit code and the reports say it all.")
    private boolean quiet;

    private final Map<String, String> environment;

    Gate(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Runs the gate and ends the process with its exit code.
     *
     * @param arguments the options; {@code --help} lists them
     */
    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Gate(environment)).setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (failure instanceof SettingException) {
                commandLine.getErr().println(failure.getMessage());
                return ExitCode.ERROR.number();
            }
            throw failure;
        });
    }

    @Override
    public Integer call() {
        Map<String, String> settings = settings();
        SettingsCheck.check(settings);
        return ExitCode.of(new ScenarioRun(settings).run()).number();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        put(settings, Selection.GROUPS, groups);
        put(settings, Selection.SCENARIOS, scenarios);
        put(settings, DatabaseAddress.URL, url);
        put(settings, DatabaseAddress.USER, user);
        put(settings, DatabaseAddress.PASSWORD, environment.get("PERF_JDBC_PASSWORD"));
        put(settings, DatabaseAddress.PASSWORD, password == null ? null : new String(password));
        put(settings, SettingsCheck.REPORT, report);
        if (quiet) {
            settings.put("perf.progress", "false");
            settings.put("perf.tables", "false");
        }
        limits.forEach((key, value) -> settings.put(Limits.PREFIX + key, value));
        return settings;
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }
}
