package io.leadfactory.audit.ledger;

import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.setting.SettingReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What keys the hashes. Immutable.
 *
 * @param source {@value #SOURCE} or {@value #FILE}; null if hashes are not keyed, which is the default
 * @param keyedSince {@value #KEYED_SINCE}: with keys, a lane that begins at or after this instant and is not keyed is a finding;
 *     null, by default, for every lane
 */
public record KeySettings(
        @Nullable AuditKeySource source, @Nullable Instant keyedSince) {
    /** An {@link AuditKeySource}. */
    public static final String SOURCE = "leadfactory.audit.keys";

    /** A file of keys, as {@link AuditKeySource#file} reads it. */
    public static final String FILE = "leadfactory.audit.key-file";

    /** Since when every lane must be keyed, on a trail that began without keys. */
    public static final String KEYED_SINCE = "leadfactory.audit.keyed-since";

    /**
     * Reads the settings.
     *
     * @param reader reads the properties
     * @return the settings
     * @throws AuditSettingException if a value cannot be used
     */
    public static KeySettings from(SettingReader reader) {
        AuditKeySource source = reader.instance(SOURCE, AuditKeySource.class);
        String file = reader.text(FILE);
        String since = reader.text(KEYED_SINCE);
        if (file != null) {
            if (source != null) {
                throw new AuditSettingException(
                        "settings \"" + SOURCE + "\" and \"" + FILE + "\" are both there: leave one out");
            }
            source = AuditKeySource.file(path(file));
        }
        if (since != null && source == null) {
            throw new AuditSettingException("setting \"" + KEYED_SINCE + "\" needs keys: set \"" + SOURCE + "\" or \""
                    + FILE + "\" too, or leave it out");
        }
        return new KeySettings(source, since == null ? null : instant(since));
    }

    /** Whether a lane that begins then must be keyed. */
    boolean requiresKey(Instant begin) {
        return source != null && (keyedSince == null || !begin.isBefore(keyedSince));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw SettingReader.unusable(FILE, text, "the path of a file");
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw SettingReader.unusable(KEYED_SINCE, text, "an instant such as 2026-11-23T00:00:00Z");
        }
    }
}
