package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.AuditDetailSource;
import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.setting.SettingReader;
import org.jspecify.annotations.Nullable;

/**
 * What is captured of entities. Immutable.
 *
 * @param oldState {@value #OLD_STATE}: {@link OldStatePolicy#NONE} by default
 * @param detailSource {@value #DETAIL_SOURCE}: an {@link AuditDetailSource}, besides those that the service loader finds
 */
public record CaptureSettings(
        OldStatePolicy oldState, @Nullable AuditDetailSource detailSource) {

    /** Whether the old state is read where it is not known. */
    public static final String OLD_STATE = "leadfactory.audit.old-state";

    /** What adds details to the events of entities. */
    public static final String DETAIL_SOURCE = "leadfactory.audit.detail-source";

    /**
     * {@return the settings that the reader finds}
     *
     * @param reader reads them
     * @throws AuditSettingException if a value is not known
     */
    public static CaptureSettings from(SettingReader reader) {
        return new CaptureSettings(
                reader.choice(OLD_STATE, OldStatePolicy.class, OldStatePolicy.NONE),
                reader.instance(DETAIL_SOURCE, AuditDetailSource.class));
    }
}
