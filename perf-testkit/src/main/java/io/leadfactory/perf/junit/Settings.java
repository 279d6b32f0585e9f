package io.leadfactory.perf.junit;

import io.leadfactory.perf.define.KitSettings;
import io.leadfactory.perf.define.PerfSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a run of performance tests is told from outside. Immutable.
 *
 * @param folder where reports are written; empty for nowhere
 * @param history where earlier runs are remembered; empty for nowhere
 * @param tables whether tables are printed at the end
 * @param progress whether progress is printed
 * @param colour whether tables are coloured
 * @param abortInconclusive whether an inconclusive test is aborted instead of failed
 * @param title the report's title
 * @param errorRate the probability of a false FAIL in the whole run
 * @param checks how many statistical limits the run judges, if that is declared
 */
record Settings(
        Optional<Path> folder,
        Optional<Path> history,
        boolean tables,
        boolean progress,
        boolean colour,
        boolean abortInconclusive,
        String title,
        double errorRate,
        OptionalInt checks) {

    private static final String NOWHERE = "none";

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one has a value that it cannot have
     */
    static Settings from(PerfSettings given) {
        return new Settings(
                folder(given.get(KitSettings.REPORT)),
                folder(given.get(KitSettings.HISTORY)),
                given.get(KitSettings.TABLES),
                given.get(KitSettings.PROGRESS),
                given.get(KitSettings.COLOUR),
                given.get(KitSettings.INCONCLUSIVE).equals("abort"),
                given.get(KitSettings.TITLE),
                given.get(KitSettings.ERROR_RATE),
                given.find(KitSettings.CHECKS).map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private static Optional<Path> folder(String text) {
        return text.equals(NOWHERE) ? Optional.empty() : Optional.of(Path.of(text));
    }
}
