package io.leadfactory.audit.boot;

import io.leadfactory.audit.capture.CaptureSettings;
import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.ledger.KeySettings;
import io.leadfactory.audit.recovery.FailureSettings;
import io.leadfactory.audit.render.AuditMode;
import io.leadfactory.audit.render.Mask;
import io.leadfactory.audit.setting.SettingReader;
import io.leadfactory.audit.statement.StatementSettings;
import io.leadfactory.audit.store.AccessPath;
import io.leadfactory.audit.transaction.TransactionSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an audit trail, composed of what its rooms own, read from Hibernate's properties. Immutable.
 *
 * @param enabled {@value #ENABLED}: if false nothing is registered and nothing costs; true by default
 * @param mode {@value #MODE}: {@link AuditMode#ANNOTATED} by default
 * @param capture what is captured of entities
 * @param transaction how transactions record
 * @param failure what is done about failures
 * @param schemaCheck {@value #SCHEMA_CHECK}: {@link SchemaCheckPolicy#FAIL} by default
 * @param indexes {@value #INDEXES}: which indexes the table has: Hibernate's schema tools make them, streams rely on them; null for those that the database has by default
 * @param mask {@value Mask#KEY}: what stands for masked values; {@value Mask#HIDDEN} by default
 * @param keys what keys the hashes
 * @param clock {@value #CLOCK}: a {@link Clock} or its subclass's instance; the system's by default
 * @param random {@value #RANDOM}: a thread-safe, unpredictable {@link RandomGenerator}; a {@link SecureRandom} by default
 * @param statements what bulk and native statements leave in the trail
 */
public record AuditSettings(
        boolean enabled,
        AuditMode mode,
        CaptureSettings capture,
        TransactionSettings transaction,
        FailureSettings failure,
        SchemaCheckPolicy schemaCheck,
        @Nullable Set<AccessPath> indexes,
        Mask mask,
        KeySettings keys,
        Clock clock,
        RandomGenerator random,
        StatementSettings statements) {

    /** Whether there is an audit trail. */
    public static final String ENABLED = "leadfactory.audit.enabled";

    /** Which entities are audited if nothing is declared for them. */
    public static final String MODE = "leadfactory.audit.mode";

    /** What to do when the audit table is missing, or of an older schema version. */
    public static final String SCHEMA_CHECK = "leadfactory.audit.schema-check";

    /** Which indexes the table has. */
    public static final String INDEXES = "leadfactory.audit.indexes";

    /** The clock. */
    public static final String CLOCK = "leadfactory.audit.clock";

    /** The source of randomness. */
    public static final String RANDOM = "leadfactory.audit.random";

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
                CaptureSettings.from(reader),
                TransactionSettings.from(reader),
                FailureSettings.from(reader),
                reader.choice(SCHEMA_CHECK, SchemaCheckPolicy.class, SchemaCheckPolicy.FAIL),
                reader.choices(INDEXES, AccessPath.class),
                Mask.from(reader),
                KeySettings.from(reader),
                reader.instance(CLOCK, Clock.class, Clock.systemUTC()),
                reader.instance(RANDOM, RandomGenerator.class, new SecureRandom()),
                StatementSettings.from(reader));
        reader.refuseUnknown();
        return settings;
    }
}
