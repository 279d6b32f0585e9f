package io.leadfactory.suite;

import io.leadfactory.perf.define.PerfSettings;
import io.leadfactory.perf.report.ReportException;
import io.leadfactory.perf.report.ReportFolder;
import io.leadfactory.suite.contract.Limits;
import io.leadfactory.suite.contract.Selection;
import io.leadfactory.suite.contract.SettingException;
import io.leadfactory.suite.world.DatabaseAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks every setting before anything is measured: names, values, groups, scenarios, limits, the database, the report folder.
 *
 * <p>As a program it looks at the system properties that start with {@code perf.}, prints nothing if all is well, and ends
 * with an exception of one sentence if not.
 */
public final class SettingsCheck {
    /** The setting with the folder for the reports. */
    public static final String REPORT = "perf.report";
    /** Where the reports go unless told otherwise, below the working folder. */
    public static final String DEFAULT_REPORT = "target/perf-report";

    private static final String PREFIX = "perf.";

    private SettingsCheck() {}

    /**
     * Checks the system properties.
     *
     * @param arguments none are looked at
     * @throws SettingException if a setting cannot be used
     */
    public static void main(String[] arguments) {
        Map<String, String> settings = new TreeMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> settings.put(name, System.getProperty(name)));
        try {
            check(settings);
        } catch (SettingException e) {
            // Without its cause, whose stack trace a build would print around the sentence.
            throw new SettingException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Checks settings.
     *
     * @param settings all settings
     * @throws SettingException if one cannot be used
     */
    static void check(Map<String, String> settings) {
        names(settings.keySet());
        values(settings);
        Selection.of(settings);
        Limits.of(settings);
        report(settings);
        DatabaseAddress.of(settings).check();
    }

    /** A misspelt name would be a limit that nobody judges by. */
    private static void names(Set<String> names) {
        try {
            PerfSettings.check(names);
        } catch (IllegalArgumentException e) {
            throw new SettingException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The kit reads some of its values late, and would refuse them after what was measured before. */
    private static void values(Map<String, String> settings) {
        PerfSettings given = PerfSettings.of(name -> Optional.ofNullable(settings.get(name)));
        try {
            PerfSettings.known().forEach(given::find);
        } catch (IllegalArgumentException e) {
            throw new SettingException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void report(Map<String, String> settings) {
        String folder = Objects.requireNonNullElse(settings.get(REPORT), DEFAULT_REPORT);
        try {
            ReportFolder.open(Path.of(folder));
        } catch (ReportException | InvalidPathException e) {
            throw new SettingException(Objects.requireNonNullElse(e.getMessage(), "unusable report folder"), e);
        }
    }
}
