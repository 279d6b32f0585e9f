package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.AuditSettingException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an audit trail, read from Hibernate's properties. Immutable.
 *
 * @param enabled {@value #ENABLED}: if false nothing is registered and nothing costs; true by default
 * @param noActor {@value #NO_ACTOR}: {@link NoActorPolicy#SYSTEM} by default
 * @param systemActor {@value #SYSTEM_ACTOR}: {@value #DEFAULT_SYSTEM_ACTOR} by default
 * @param failurePolicy {@value #FAILURE_POLICY}: {@link FailurePolicy#ROLLBACK} by default
 * @param batchSize {@value #BATCH_SIZE}: events to one JDBC execution, from 1; 1000 by default
 * @param clock {@value #CLOCK}: a {@link Clock} or its subclass's instance; the system's by default
 * @param random {@value #RANDOM}: a thread-safe, unpredictable {@link RandomGenerator}; a {@link SecureRandom} by default
 */
public record AuditSettings(
        boolean enabled,
        NoActorPolicy noActor,
        String systemActor,
        FailurePolicy failurePolicy,
        int batchSize,
        Clock clock,
        RandomGenerator random) {

    /** Whether there is an audit trail. */
    public static final String ENABLED = "leadfactory.audit.enabled";

    /** What to do when nobody is named as the actor. */
    public static final String NO_ACTOR = "leadfactory.audit.no-actor";

    /** The actor of events that nobody is named for. */
    public static final String SYSTEM_ACTOR = "leadfactory.audit.system-actor";

    /** The actor of events that nobody is named for, unless set otherwise. */
    public static final String DEFAULT_SYSTEM_ACTOR = "system";

    /** What to do when events cannot be written. */
    public static final String FAILURE_POLICY = "leadfactory.audit.failure-policy";

    /** How many events go to one JDBC execution at most. */
    public static final String BATCH_SIZE = "leadfactory.audit.batch-size";

    /** The clock. */
    public static final String CLOCK = "leadfactory.audit.clock";

    /** The source of randomness. */
    public static final String RANDOM = "leadfactory.audit.random";

    private static final String PREFIX = "leadfactory.audit.";
    private static final Set<String> KNOWN =
            Set.of(ENABLED, NO_ACTOR, SYSTEM_ACTOR, FAILURE_POLICY, BATCH_SIZE, CLOCK, RANDOM);
    private static final int DEFAULT_BATCH_SIZE = 1000;

    /**
     * Reads the settings.
     *
     * @param properties Hibernate's properties
     * @return the settings
     * @throws AuditSettingException if a name or a value is not known
     */
    public static AuditSettings from(Map<String, ?> properties) {
        for (String name : properties.keySet()) {
            if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
                throw new AuditSettingException(
                        "setting \"" + name + "\" is not known: use one of " + new TreeSet<>(KNOWN));
            }
        }
        return new AuditSettings(
                bool(properties),
                choice(properties, NO_ACTOR, NoActorPolicy.class, NoActorPolicy.SYSTEM),
                systemActor(properties),
                choice(properties, FAILURE_POLICY, FailurePolicy.class, FailurePolicy.ROLLBACK),
                batchSize(properties),
                instance(properties, CLOCK, Clock.class, Clock.systemUTC()),
                instance(properties, RANDOM, RandomGenerator.class, new SecureRandom()));
    }

    private static boolean bool(Map<String, ?> properties) {
        String text = text(properties, ENABLED);
        return switch (text == null ? "true" : text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unknown(ENABLED, text, "true or false");
        };
    }

    private static <E extends Enum<E>> E choice(
            Map<String, ?> properties, String name, Class<E> type, E defaultChoice) {
        String text = text(properties, name);
        if (text == null) {
            return defaultChoice;
        }
        for (E choice : type.getEnumConstants()) {
            if (choice.name().equalsIgnoreCase(text)) {
                return choice;
            }
        }
        throw unknown(name, text, "one of " + Arrays.toString(type.getEnumConstants()));
    }

    private static String systemActor(Map<String, ?> properties) {
        String text = text(properties, SYSTEM_ACTOR);
        if (text == null) {
            return DEFAULT_SYSTEM_ACTOR;
        }
        if (text.isEmpty()) {
            throw unknown(SYSTEM_ACTOR, text, "a name that is not blank");
        }
        return text;
    }

    private static int batchSize(Map<String, ?> properties) {
        String text = text(properties, BATCH_SIZE);
        if (text == null) {
            return DEFAULT_BATCH_SIZE;
        }
        try {
            int size = Integer.parseInt(text);
            if (size > 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw unknown(BATCH_SIZE, text, "a positive whole number");
        }
        throw unknown(BATCH_SIZE, text, "a positive whole number");
    }

    private static <T> T instance(Map<String, ?> properties, String name, Class<T> type, T defaultInstance) {
        Object value = properties.get(name);
        if (value == null) {
            return defaultInstance;
        }
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw unknown(name, value.getClass().getName(), "an instance of " + type.getName());
    }

    private static @Nullable String text(Map<String, ?> properties, String name) {
        Object value = properties.get(name);
        return value == null ? null : value.toString().trim();
    }

    private static AuditSettingException unknown(String name, @Nullable String found, String wanted) {
        return new AuditSettingException("setting \"" + name + "\" must be " + wanted + ": \"" + found + '"');
    }
}
