package io.leadfactory.audit.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An explicit entry: any action but those of the trail itself ({@link Actions}), on any subject. Immutable: each method
 * answers a new entry.
 *
 * <p>Who acts is not said here but by the open {@code AuditContext}.
 */
public final class AuditEntry {
    /** The longest action, in characters. */
    public static final int MAX_ACTION_LENGTH = 64;

    /** How the names of the details begin that the trail itself adds to events; no other detail may begin so. */
    public static final String RESERVED_DETAILS = "audit.";

    private final String action;
    private final Subject subject;
    private final Outcome outcome;
    private final Map<String, @Nullable String> details;
    private final Map<String, @Nullable String> oldValues;
    private final Map<String, @Nullable String> newValues;

    private AuditEntry(
            String action,
            Subject subject,
            Outcome outcome,
            Map<String, @Nullable String> details,
            Map<String, @Nullable String> oldValues,
            Map<String, @Nullable String> newValues) {
        this.action = Texts.requireText("action", action, MAX_ACTION_LENGTH);
        this.subject = Objects.requireNonNull(subject, "subject");
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.details = details;
        this.oldValues = oldValues;
        this.newValues = newValues;
    }

    /**
     * {@return an entry with outcome {@link Outcome#SUCCESS} and nothing else to say}
     *
     * @param action what is done
     * @param subject the subject
     * @throws IllegalArgumentException if the action is blank or longer than {@value #MAX_ACTION_LENGTH} characters
     * @throws NullPointerException if there is no subject
     */
    public static AuditEntry of(String action, Subject subject) {
        return new AuditEntry(action, subject, Outcome.SUCCESS, Map.of(), Map.of(), Map.of());
    }

    /**
     * {@return this entry with another outcome}
     *
     * @param outcome how it ended
     */
    public AuditEntry outcome(Outcome outcome) {
        return new AuditEntry(action, subject, outcome, details, oldValues, newValues);
    }

    /**
     * {@return this entry with one more detail; details keep the order in which they were named}
     *
     * @param name its name
     * @param value the value
     * @throws IllegalArgumentException if the name is blank or begins with {@value #RESERVED_DETAILS}
     */
    public AuditEntry detail(String name, @Nullable String value) {
        if (name != null && name.startsWith(RESERVED_DETAILS)) {
            throw new IllegalArgumentException("name of a detail must not begin with \"" + RESERVED_DETAILS
                    + "\", which is the trail's own: \"" + name + '"');
        }
        return new AuditEntry(action, subject, outcome, with(details, name, value), oldValues, newValues);
    }

    /**
     * {@return this entry with one more value that changed}
     *
     * @param name its name
     * @param oldValue the value before, or null
     * @param newValue the value after, or null
     * @throws IllegalArgumentException if the name is blank
     */
    public AuditEntry change(String name, @Nullable String oldValue, @Nullable String newValue) {
        return new AuditEntry(
                action, subject, outcome, details, with(oldValues, name, oldValue), with(newValues, name, newValue));
    }

    private static Map<String, @Nullable String> with(
            Map<String, @Nullable String> values, String name, @Nullable String value) {
        Texts.requireText("name", name, Integer.MAX_VALUE);
        Map<String, @Nullable String> copy = new LinkedHashMap<>(values);
        copy.put(name, value);
        return Collections.unmodifiableMap(copy);
    }

    /** {@return what was done} */
    public String action() {
        return action;
    }

    /** {@return to what it was done} */
    public Subject subject() {
        return subject;
    }

    /** {@return how it ended} */
    public Outcome outcome() {
        return outcome;
    }

    /** {@return the details in the order in which they were named} */
    public Map<String, @Nullable String> details() {
        return details;
    }

    /** {@return the values before, by name} */
    public Map<String, @Nullable String> oldValues() {
        return oldValues;
    }

    /** {@return the values after, by name} */
    public Map<String, @Nullable String> newValues() {
        return newValues;
    }

    /** Action and subject, without any value. */
    @Override
    public String toString() {
        return action + ' ' + subject;
    }
}
