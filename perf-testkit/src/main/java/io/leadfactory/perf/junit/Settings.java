package io.leadfactory.perf.junit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a run of performance tests is told from outside. Immutable.
 *
 * @param folder where reports are written; empty for nowhere
 * @param tables whether tables are printed at the end
 * @param progress whether progress is printed
 * @param colour whether tables are coloured
 * @param abortInconclusive whether an inconclusive test is aborted instead of failed
 * @param title the report's title
 */
record Settings(
        Optional<Path> folder,
        boolean tables,
        boolean progress,
        boolean colour,
        boolean abortInconclusive,
        String title) {

    private static final String NOWHERE = "none";

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one has a value that it cannot have
     */
    static Settings from(Function<String, Optional<String>> source) {
        String folder = source.apply("perf.report").orElse("target/perf-report");
        return new Settings(
                folder.equals(NOWHERE) ? Optional.empty() : Optional.of(Path.of(folder)),
                choice(source, "perf.tables", "true", "false"),
                choice(source, "perf.progress", "true", "false"),
                !choice(source, "perf.colour", "false", "true"),
                !choice(source, "perf.inconclusive", "fail", "abort"),
                source.apply("perf.title").orElse("Performance tests"));
    }

    /** Returns whether a setting has its default, and refuses what is neither. */
    private static boolean choice(
            Function<String, Optional<String>> source, String name, String byDefault, String other) {
        String value = source.apply(name).orElse(byDefault);
        if (!value.equals(byDefault) && !value.equals(other)) {
            throw new IllegalArgumentException(
                    name + " must be \"" + byDefault + "\" or \"" + other + "\": \"" + value + "\"");
        }
        return value.equals(byDefault);
    }
}
