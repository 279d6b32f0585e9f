package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.AuditDetailSource;
import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.ledger.KeySettings;
import io.leadfactory.audit.render.AuditMode;
import io.leadfactory.audit.render.Mask;
import io.leadfactory.audit.setting.SettingReader;
import io.leadfactory.audit.statement.StatementSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an audit trail, composed of what its rooms own, read from Hibernate's properties. Immutable.
 *
 * @param enabled {@value #ENABLED}: if false nothing is registered and nothing costs; true by default
 * @param mode {@value #MODE}: {@link AuditMode#ANNOTATED} by default
 * @param noActor {@value #NO_ACTOR}: {@link NoActorPolicy#SYSTEM} by default
 * @param systemActor {@value #SYSTEM_ACTOR}: {@value #DEFAULT_SYSTEM_ACTOR} by default
 * @param failure what is done about failures
 * @param schemaCheck {@value #SCHEMA_CHECK}: {@link SchemaCheckPolicy#FAIL} by default
 * @param oldState {@value #OLD_STATE}: {@link OldStatePolicy#NONE} by default
 * @param mask {@value Mask#KEY}: what stands for masked values; {@value Mask#HIDDEN} by default
 * @param keys what keys the hashes
 * @param batchSize {@value #BATCH_SIZE}: events to one JDBC execution, from 1; 1000 by default
 * @param clock {@value #CLOCK}: a {@link Clock} or its subclass's instance; the system's by default
 * @param random {@value #RANDOM}: a thread-safe, unpredictable {@link RandomGenerator}; a {@link SecureRandom} by default
 * @param statements what bulk and native statements leave in the trail
 * @param suppression {@value #SUPPRESSION}: {@link SuppressionPolicy#ALLOW} by default
 * @param detailSource {@value #DETAIL_SOURCE}: an {@link AuditDetailSource}, besides those that the service loader finds
 */
public record AuditSettings(
        boolean enabled,
        AuditMode mode,
        NoActorPolicy noActor,
        String systemActor,
        FailureSettings failure,
        SchemaCheckPolicy schemaCheck,
        OldStatePolicy oldState,
        Mask mask,
        KeySettings keys,
        int batchSize,
        Clock clock,
        RandomGenerator random,
        StatementSettings statements,
        SuppressionPolicy suppression,
        @Nullable AuditDetailSource detailSource) {

    /** Whether there is an audit trail. */
    public static final String ENABLED = "leadfactory.audit.enabled";

    /** Which entities are audited if nothing is declared for them. */
    public static final String MODE = "leadfactory.audit.mode";

    /** What to do when nobody is named as the actor. */
    public static final String NO_ACTOR = "leadfactory.audit.no-actor";

    /** The actor of events that nobody is named for. */
    public static final String SYSTEM_ACTOR = "leadfactory.audit.system-actor";

    /** The actor of events that nobody is named for, unless set otherwise. */
    public static final String DEFAULT_SYSTEM_ACTOR = "system";

    /** What to do when the audit table is missing, or of an older schema version. */
    public static final String SCHEMA_CHECK = "leadfactory.audit.schema-check";

    /** Whether the old state is read where it is not known. */
    public static final String OLD_STATE = "leadfactory.audit.old-state";

    /** How many events go to one JDBC execution at most. */
    public static final String BATCH_SIZE = "leadfactory.audit.batch-size";

    /** The clock. */
    public static final String CLOCK = "leadfactory.audit.clock";

    /** The source of randomness. */
    public static final String RANDOM = "leadfactory.audit.random";

    /** What adds details to the events of entities. */
    public static final String DETAIL_SOURCE = "leadfactory.audit.detail-source";

    /** Whether the application may suppress events. */
    public static final String SUPPRESSION = "leadfactory.audit.suppression";

    private static final int DEFAULT_BATCH_SIZE = 1000;

    /**
     * Reads the settings.
     *
     * @param properties Hibernate's properties
     * @return the settings
     * @throws AuditSettingException if a name or a value is not known
     */
    public static AuditSettings from(Map<String, ?> properties) {
        SettingReader reader = new SettingReader(properties);
        AuditSettings settings = new AuditSettings(
                reader.flag(ENABLED, true),
                reader.choice(MODE, AuditMode.class, AuditMode.ANNOTATED),
                reader.choice(NO_ACTOR, NoActorPolicy.class, NoActorPolicy.SYSTEM),
                reader.text(SYSTEM_ACTOR, DEFAULT_SYSTEM_ACTOR),
                FailureSettings.from(reader),
                reader.choice(SCHEMA_CHECK, SchemaCheckPolicy.class, SchemaCheckPolicy.FAIL),
                reader.choice(OLD_STATE, OldStatePolicy.class, OldStatePolicy.NONE),
                Mask.from(reader),
                KeySettings.from(reader),
                reader.count(BATCH_SIZE, DEFAULT_BATCH_SIZE),
                reader.instance(CLOCK, Clock.class, Clock.systemUTC()),
                reader.instance(RANDOM, RandomGenerator.class, new SecureRandom()),
                StatementSettings.from(reader),
                reader.choice(SUPPRESSION, SuppressionPolicy.class, SuppressionPolicy.ALLOW),
                reader.instance(DETAIL_SOURCE, AuditDetailSource.class));
        reader.refuseUnknown();
        return settings;
    }
}
