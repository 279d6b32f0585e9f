package io.leadfactory.perf.define;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that a run was given from outside, and the defaults of those that it was not. Immutable as far as its source
 * is.
 *
 * <p>A name that begins with {@code perf.} and is known to nobody is refused with the nearest known name: a misspelt setting
 * would be a default that nobody asked for.
 */
public final class PerfSettings {
    private static final String JUNIT_FILE = "junit-platform.properties";

    private final Function<String, Optional<String>> source;

    private PerfSettings(Function<String, Optional<String>> source) {
        this.source = source;
    }

    /**
     * Returns the settings of this JVM: system properties first, then the {@code junit-platform.properties} on the class
     * path, if there is one.
     *
     * @return the settings
     * @throws IllegalArgumentException if one of either is unknown
     */
    public static PerfSettings current() {
        check(names());
        return of(name -> Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(Known.FILE.getProperty(name))));
    }

    /**
     * Returns settings from elsewhere.
     *
     * @param source looks a setting's text up by its name
     * @return the settings
     */
    public static PerfSettings of(Function<String, Optional<String>> source) {
        return new PerfSettings(source);
    }

    /**
     * Returns every setting that is known in this JVM.
     *
     * @return the kit's, then those of the {@link SettingCatalogue}s
     */
    public static List<PerfSetting<?>> known() {
        return Known.SETTINGS;
    }

    /**
     * Refuses names that nobody knows. Names that do not begin with {@code perf.} are of no interest.
     *
     * @param names the names of settings, as of all system properties
     * @throws IllegalArgumentException with the nearest known name, if one is unknown
     */
    public static void check(Collection<String> names) {
        for (String name : new TreeSet<>(names)) {
            if (name.startsWith(PerfSetting.PREFIX) && known().stream().noneMatch(setting -> setting.covers(name))) {
                throw new IllegalArgumentException("unknown setting \"" + name + "\": did you mean \"" + nearest(name)
                        + "\"? Known are "
                        + known().stream().map(PerfSettings::shown).sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    /**
     * Returns the names that begin with {@code perf.} among the system properties and in {@code junit-platform.properties}.
     *
     * @return the names, known or not
     */
    public static Set<String> names() {
        return Stream.concat(
                        System.getProperties().stringPropertyNames().stream(),
                        Known.FILE.stringPropertyNames().stream())
                .filter(name -> name.startsWith(PerfSetting.PREFIX))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns a setting's value.
     *
     * @param setting the setting, which has a default
     * @param <T> what it is
     * @return what was given, or the default
     * @throws IllegalArgumentException if what was given cannot be the setting's value
     */
    public <T> T get(PerfSetting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalArgumentException(
                        "setting \"" + setting.name() + "\" has no default: give one, or ask by find(..)"));
    }

    /**
     * Returns a setting's value, if it has one.
     *
     * @param setting the setting
     * @param <T> what it is
     * @return what was given, or the default; empty if there is neither
     * @throws IllegalArgumentException if what was given cannot be the setting's value
     */
    public <T> Optional<T> find(PerfSetting<T> setting) {
        String text = source.apply(setting.name()).orElse(setting.byDefault());
        return text.isEmpty() ? Optional.empty() : Optional.of(setting.read(text));
    }

    /**
     * Describes all settings in one line, so that every default can be seen: the name without {@code perf.}, the value, and
     * the default where another value was given.
     *
     * @return {@code "perf settings: duration=1 s, users=4 (default 1), .."}; a confidential value is not shown
     */
    public String describe() {
        return "perf settings: " + describeValues();
    }

    /**
     * Describes all settings as {@link #describe()} does, without the words before them.
     *
     * @return {@code "duration=1 s, users=4 (default 1), .."}
     */
    public String describeValues() {
        List<String> parts = new ArrayList<>();
        for (PerfSetting<?> setting : known()) {
            Optional<String> given = source.apply(setting.name());
            if (setting.name().endsWith(".")
                    || (given.isEmpty() && setting.byDefault().isEmpty())) {
                continue;
            }
            String name = setting.name().substring(PerfSetting.PREFIX.length());
            String value = given.orElse(setting.byDefault());
            String shown = setting.confidential() && given.isPresent() ? "(given)" : value;
            boolean changed = given.isPresent() && !value.equals(setting.byDefault());
            parts.add(name + "=" + shown
                    + (changed && !setting.byDefault().isEmpty() ? " (default " + setting.byDefault() + ")" : ""));
        }
        return String.join(", ", parts);
    }

    private static String shown(PerfSetting<?> setting) {
        return setting.name().endsWith(".") ? setting.name() + "<..>" : setting.name();
    }

    private static String nearest(String name) {
        return known().stream()
                .min(Comparator.comparingInt(setting -> distance(name, setting)))
                .map(PerfSettings::shown)
                .orElseThrow();
    }

    private static int distance(String name, PerfSetting<?> setting) {
        String known = setting.name();
        // Of a family only the beginning is known: it is compared with as much of the name.
        return known.endsWith(".")
                ? distance(name.substring(0, Math.min(name.length(), known.length())), known) + 1
                : distance(name, known);
    }

    /** Levenshtein's distance: how many letters must be changed, added or taken away. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int changed = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(changed, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[other.length()];
    }

    /** Loaded at the first question, once in a JVM. */
    private static final class Known {
        private static final List<PerfSetting<?>> SETTINGS = settings();
        private static final Properties FILE = file();

        private static List<PerfSetting<?>> settings() {
            List<PerfSetting<?>> all = new ArrayList<>(KitSettings.all());
            ServiceLoader.load(SettingCatalogue.class).forEach(catalogue -> all.addAll(catalogue.settings()));
            return List.copyOf(all);
        }

        private static Properties file() {
            Properties file = new Properties();
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            try (InputStream stream =
                    (loader == null ? ClassLoader.getSystemClassLoader() : loader).getResourceAsStream(JUNIT_FILE)) {
                if (stream != null) {
                    file.load(stream);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + JUNIT_FILE + " from the class path", e);
            }
            return file;
        }
    }
}
