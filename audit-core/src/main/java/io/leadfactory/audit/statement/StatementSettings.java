package io.leadfactory.audit.statement;

import io.leadfactory.audit.context.BulkMode;
import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.setting.SettingReader;

/**
 * The settings for statements. Immutable.
 *
 * @param bulk {@value #BULK}: {@link BulkMode#STATEMENT} by default
 * @param bulkLimit {@value #BULK_LIMIT}: how many rows are read for one statement at most, from 1; 10 000 by default
 * @param nativeMode {@value #NATIVE}: {@link NativeMode#EVENT} by default
 */
public record StatementSettings(BulkMode bulk, int bulkLimit, NativeMode nativeMode) {

    /** What a bulk statement leaves in the trail. */
    public static final String BULK = "leadfactory.audit.bulk";

    /** How many rows of one bulk statement are recorded one by one at most. */
    public static final String BULK_LIMIT = "leadfactory.audit.bulk-limit";

    /** What to do about native statements. */
    public static final String NATIVE = "leadfactory.audit.native";

    private static final int DEFAULT_BULK_LIMIT = 10_000;

    /**
     * {@return the settings that the reader finds}
     *
     * @param reader reads them
     * @throws AuditSettingException if a value is not known
     */
    public static StatementSettings from(SettingReader reader) {
        return new StatementSettings(
                reader.choice(BULK, BulkMode.class, BulkMode.STATEMENT),
                reader.count(BULK_LIMIT, DEFAULT_BULK_LIMIT),
                reader.choice(NATIVE, NativeMode.class, NativeMode.EVENT));
    }
}
