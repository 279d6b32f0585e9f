package io.leadfactory.audit.setting;

import io.leadfactory.audit.event.AuditSettingException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings by name, and refuses in the end those that nobody asked for. For one thread.
 *
 * <p>Each room that has settings owns their type and makes it with a reader; all methods throw
 * {@link AuditSettingException} for a value that is not what was wanted.
 */
public final class SettingReader {
    /** What the names of all settings start with. */
    public static final String PREFIX = "leadfactory.audit.";

    private final Map<String, ?> properties;
    private final SortedSet<String> known = new TreeSet<>();

    /**
     * Reads from these properties; those with other prefixes are left alone.
     *
     * @param properties Hibernate's properties
     */
    public SettingReader(Map<String, ?> properties) {
        this.properties = properties;
    }

    /**
     * {@return the text, without blanks around it, or null if it is not set}
     *
     * @param name the setting
     */
    public @Nullable String text(String name) {
        Object value = value(name);
        return value == null ? null : value.toString().trim();
    }

    /**
     * {@return the text, without blanks around it}
     *
     * @param name the setting
     * @param defaultText if it is not set
     */
    public String text(String name, String defaultText) {
        String text = text(name);
        if (text == null) {
            return defaultText;
        }
        if (text.isEmpty()) {
            throw unusable(name, text, "a text that is not blank");
        }
        return text;
    }

    /**
     * {@return true or false}
     *
     * @param name the setting
     * @param defaultFlag if it is not set
     */
    public boolean flag(String name, boolean defaultFlag) {
        String text = text(name);
        return switch (text == null ? String.valueOf(defaultFlag) : text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unusable(name, text, "true or false");
        };
    }

    /**
     * {@return one of the choices of an enum, in any case of letters}
     *
     * @param <E> the enum
     * @param name the setting
     * @param type the enum
     * @param defaultChoice if it is not set
     */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E defaultChoice) {
        String text = text(name);
        if (text == null) {
            return defaultChoice;
        }
        for (E choice : type.getEnumConstants()) {
            if (choice.name().equalsIgnoreCase(text)) {
                return choice;
            }
        }
        throw unusable(name, text, "one of " + Arrays.toString(type.getEnumConstants()));
    }

    /**
     * {@return some of the choices of an enum, in any case of letters, with commas between, or null if it is not set} A blank
     * list chooses none.
     *
     * @param <E> the enum
     * @param name the setting
     * @param type the enum
     */
    public <E extends Enum<E>> @Nullable Set<E> choices(String name, Class<E> type) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        Set<E> chosen = EnumSet.noneOf(type);
        for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            chosen.add(Arrays.stream(type.getEnumConstants())
                    .filter(choice -> choice.name().equalsIgnoreCase(word.trim()))
                    .findFirst()
                    .orElseThrow(() -> unusable(
                            name, text, "some of " + Arrays.toString(type.getEnumConstants()) + ", commas between")));
        }
        return chosen;
    }

    /**
     * {@return a positive whole number}
     *
     * @param name the setting
     * @param defaultCount if it is not set
     */
    public int count(String name, int defaultCount) {
        String text = text(name);
        if (text == null) {
            return defaultCount;
        }
        try {
            int count = Integer.parseInt(text);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw unusable(name, text, "a positive whole number");
        }
        throw unusable(name, text, "a positive whole number");
    }

    /**
     * {@return a positive duration, given as a {@link Duration} or its ISO 8601 text}
     *
     * @param name the setting
     * @param defaultDuration if it is not set
     */
    public Duration duration(String name, Duration defaultDuration) {
        String text = text(name);
        if (text == null) {
            return defaultDuration;
        }
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw unusable(name, text, "a positive ISO 8601 duration such as PT30S");
        }
        throw unusable(name, text, "a positive ISO 8601 duration such as PT30S");
    }

    /**
     * {@return an object that the application made, or null if none is set}
     *
     * @param <T> what it must be
     * @param name the setting
     * @param type what it must be
     */
    public <T> @Nullable T instance(String name, Class<T> type) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw unusable(name, value.getClass().getName(), "an instance of " + type.getName());
    }

    /**
     * {@return an object that the application made}
     *
     * @param <T> what it must be
     * @param name the setting
     * @param type what it must be
     * @param defaultInstance if none is set
     */
    public <T> T instance(String name, Class<T> type, T defaultInstance) {
        T instance = instance(name, type);
        return instance == null ? defaultInstance : instance;
    }

    /**
     * {@return the exception for a value that cannot be used}
     *
     * @param name the setting
     * @param found what was found; never a secret
     * @param wanted what was wanted
     */
    public static AuditSettingException unusable(String name, @Nullable String found, String wanted) {
        return new AuditSettingException("setting \"" + name + "\" must be " + wanted + ": \"" + found + '"');
    }

    /**
     * Refuses settings of this library that nobody asked for: a misspelt name would silently do nothing.
     *
     * @throws AuditSettingException if there is one
     */
    public void refuseUnknown() {
        for (String name : properties.keySet()) {
            if (name.startsWith(PREFIX) && !known.contains(name)) {
                throw new AuditSettingException("setting \"" + name + "\" is not known: use one of " + known);
            }
        }
    }

    private @Nullable Object value(String name) {
        known.add(name);
        return properties.get(name);
    }
}
