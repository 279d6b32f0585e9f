package io.leadfactory.audit.recovery;

import io.leadfactory.audit.event.AuditFailureListener;
import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.setting.SettingReader;
import io.leadfactory.audit.spool.SpoolSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is done about failures. Immutable.
 *
 * @param policy {@value #POLICY}: {@link FailurePolicy#ROLLBACK} by default
 * @param failedAttempts {@value #FAILED_ATTEMPTS}: whether a transaction that comes to nothing leaves an event; true by
 *     default
 * @param listener {@value #LISTENER}: an {@link AuditFailureListener}; none by default
 * @param spool where events wait; needed for {@link FailurePolicy#CONTINUE}
 */
public record FailureSettings(
        FailurePolicy policy,
        boolean failedAttempts,
        @Nullable AuditFailureListener listener,
        SpoolSettings spool) {

    /** What to do when events cannot be written. */
    public static final String POLICY = "leadfactory.audit.failure-policy";

    /** Whether a transaction that comes to nothing leaves an event. */
    public static final String FAILED_ATTEMPTS = "leadfactory.audit.failed-attempts";

    /** Who hears of failures. */
    public static final String LISTENER = "leadfactory.audit.failure-listener";

    /**
     * {@return the settings that the reader finds}
     *
     * @param reader reads them
     * @throws AuditSettingException if a value is not known, or a spool is needed and none is named
     */
    public static FailureSettings from(SettingReader reader) {
        FailureSettings settings = new FailureSettings(
                reader.choice(POLICY, FailurePolicy.class, FailurePolicy.ROLLBACK),
                reader.flag(FAILED_ATTEMPTS, true),
                reader.instance(LISTENER, AuditFailureListener.class),
                SpoolSettings.from(reader));
        if (settings.policy == FailurePolicy.CONTINUE && settings.spool.directory() == null) {
            throw new AuditSettingException("setting \"" + POLICY + "\" is CONTINUE, so setting \""
                    + SpoolSettings.DIRECTORY + "\" must name a directory in which events can wait: it is not set");
        }
        return settings;
    }
}
