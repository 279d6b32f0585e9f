package io.leadfactory.audit.transaction;

import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.setting.SettingReader;

/**
 * How transactions record. Immutable.
 *
 * @param noActor {@value #NO_ACTOR}: {@link NoActorPolicy#SYSTEM} by default
 * @param systemActor {@value #SYSTEM_ACTOR}: {@value #DEFAULT_SYSTEM_ACTOR} by default
 * @param batchSize {@value #BATCH_SIZE}: events to one JDBC execution, from 1; 1000 by default
 * @param suppression {@value #SUPPRESSION}: {@link SuppressionPolicy#ALLOW} by default
 */
public record TransactionSettings(
        NoActorPolicy noActor, String systemActor, int batchSize, SuppressionPolicy suppression) {

    /** What to do when nobody is named as the actor. */
    public static final String NO_ACTOR = "leadfactory.audit.no-actor";

    /** The actor of events that nobody is named for. */
    public static final String SYSTEM_ACTOR = "leadfactory.audit.system-actor";

    /** The actor of events that nobody is named for, unless set otherwise. */
    public static final String DEFAULT_SYSTEM_ACTOR = "system";

    /** How many events go to one JDBC execution at most. */
    public static final String BATCH_SIZE = "leadfactory.audit.batch-size";

    /** Whether the application may suppress events. */
    public static final String SUPPRESSION = "leadfactory.audit.suppression";

    private static final int DEFAULT_BATCH_SIZE = 1000;

    /**
     * {@return the settings that the reader finds}
     *
     * @param reader reads them
     * @throws AuditSettingException if a value is not known
     */
    public static TransactionSettings from(SettingReader reader) {
        return new TransactionSettings(
                reader.choice(NO_ACTOR, NoActorPolicy.class, NoActorPolicy.SYSTEM),
                reader.text(SYSTEM_ACTOR, DEFAULT_SYSTEM_ACTOR),
                reader.count(BATCH_SIZE, DEFAULT_BATCH_SIZE),
                reader.choice(SUPPRESSION, SuppressionPolicy.class, SuppressionPolicy.ALLOW));
    }
}
