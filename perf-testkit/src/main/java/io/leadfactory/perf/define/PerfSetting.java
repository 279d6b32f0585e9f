package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A setting that a run may be given from outside: its name, what it is without being given, and how its text is read.
 * Immutable. A room declares its settings as constants of this type, lists them in {@link KitSettings} or a
 * {@link SettingCatalogue}, and asks for their values by {@link PerfSettings#get(PerfSetting)}.
 *
 * @param name the system property or JUnit configuration parameter, {@code "perf.duration"}; a name that ends with a dot
 *     stands for every name that begins with it
 * @param byDefault the text that holds unless another is given; empty if the setting has no default
 * @param purpose what it does, in a few words
 * @param confidential whether its value is kept out of everything that is printed
 * @param reader reads the text; an {@link IllegalArgumentException} of it begins with the name of the setting
 * @param <T> what the setting is once it is read
 */
public record PerfSetting<T>(
        String name, String byDefault, String purpose, boolean confidential, Function<String, T> reader) {
    /** What every name begins with. */
    public static final String PREFIX = "perf.";

    private static final Pattern NAME = Pattern.compile("perf\\.[a-z][A-Za-z0-9.-]*");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the name is not of the form of a setting, or the purpose is blank
     */
    public PerfSetting {
        Objects.requireNonNull(byDefault, "default");
        Objects.requireNonNull(reader, "reader");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "setting name must begin with \"perf.\" and a lower case letter, and have letters, digits, dots and"
                            + " hyphens only: \"" + name + "\"");
        }
        if (purpose.isBlank()) {
            throw new IllegalArgumentException("purpose of the setting \"" + name + "\" must not be blank");
        }
    }

    /**
     * Returns a setting that is any text.
     *
     * @param name the name
     * @param byDefault the default; empty for none
     * @param purpose what it does
     * @return the setting
     */
    public static PerfSetting<String> text(String name, String byDefault, String purpose) {
        return new PerfSetting<>(name, byDefault, purpose, false, text -> text);
    }

    /**
     * Returns a setting that is a positive time, as {@link Quantity#time(String, String)} reads it.
     *
     * @param name the name
     * @param byDefault the default, {@code "1 s"}
     * @param purpose what it does
     * @return the setting
     */
    public static PerfSetting<Duration> time(String name, String byDefault, String purpose) {
        return new PerfSetting<>(
                name, byDefault, purpose, false, text -> Rules.positive(name, Quantity.time(name, text)));
    }

    /**
     * Returns a setting that is a number without a unit, of at least 0.
     *
     * @param name the name
     * @param byDefault the default, {@code "2.5"}
     * @param purpose what it does
     * @return the setting
     */
    public static PerfSetting<Double> number(String name, String byDefault, String purpose) {
        return new PerfSetting<>(name, byDefault, purpose, false, text -> Quantity.number(name, text));
    }

    /**
     * Returns a setting that is a whole number.
     *
     * @param name the name
     * @param byDefault the default, {@code "1"}
     * @param purpose what it does
     * @param least the least that it may be
     * @return the setting
     */
    public static PerfSetting<Integer> count(String name, String byDefault, String purpose, int least) {
        return new PerfSetting<>(name, byDefault, purpose, false, text -> {
            int number = COUNT.matcher(text.strip()).matches() ? Integer.parseInt(text.strip()) : -1;
            if (number < least) {
                throw new IllegalArgumentException(
                        name + " must be a whole number of at least " + least + ": \"" + text + "\"");
            }
            return number;
        });
    }

    /**
     * Returns a setting that is true or false.
     *
     * @param name the name
     * @param byDefault the default
     * @param purpose what it does
     * @return the setting
     */
    public static PerfSetting<Boolean> flag(String name, boolean byDefault, String purpose) {
        PerfSetting<String> choice =
                byDefault ? choice(name, purpose, "true", "false") : choice(name, purpose, "false", "true");
        return new PerfSetting<>(name, choice.byDefault(), purpose, false, text -> Boolean.valueOf(choice.read(text)));
    }

    /**
     * Returns a setting that is one of several words.
     *
     * @param name the name
     * @param purpose what it does
     * @param byDefault the word that holds unless another is given
     * @param others the other words
     * @return the setting
     */
    public static PerfSetting<String> choice(String name, String purpose, String byDefault, String... others) {
        List<String> further = List.of(others);
        return new PerfSetting<>(name, byDefault, purpose, false, text -> {
            if (!text.equals(byDefault) && !further.contains(text)) {
                throw new IllegalArgumentException(name + " must be \"" + byDefault + "\" or \""
                        + String.join("\" or \"", further) + "\": \"" + text + "\"");
            }
            return text;
        });
    }

    /**
     * Returns the same setting, but its value is never printed.
     *
     * @return the setting
     */
    public PerfSetting<T> asConfidential() {
        return new PerfSetting<>(name, byDefault, purpose, true, reader);
    }

    /**
     * Returns whether a name belongs to this setting.
     *
     * @param other the name of a system property
     * @return true if it is this one's, or begins with it where this one ends with a dot
     */
    public boolean covers(String other) {
        return name.endsWith(".") ? other.startsWith(name) && other.length() > name.length() : other.equals(name);
    }

    /**
     * Reads a text as this setting.
     *
     * @param text the text
     * @return the value
     * @throws IllegalArgumentException if the setting cannot be that
     */
    public T read(String text) {
        return reader.apply(text);
    }
}
