package io.leadfactory.audit.spool;

import io.leadfactory.audit.setting.SettingReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the spool is. Immutable.
 *
 * @param directory {@value #DIRECTORY}: a directory on a local disk that outlives the process; none by default
 * @param maxMegabytes {@value #MAX_MEGABYTES}: how much the spool of this process may hold; 256 by default
 * @param files {@value #FILES}: a {@link SpoolFiles}; the system's by default
 */
public record SpoolSettings(@Nullable Path directory, int maxMegabytes, SpoolFiles files) {
    /** The directory. */
    public static final String DIRECTORY = "leadfactory.audit.spool";

    /** How much the spool may hold. */
    public static final String MAX_MEGABYTES = "leadfactory.audit.spool-max-megabytes";

    /** How files are opened. */
    public static final String FILES = "leadfactory.audit.spool-files";

    private static final int DEFAULT_MEGABYTES = 256;

    /**
     * {@return the settings}
     *
     * @param reader reads them
     * @throws io.leadfactory.audit.event.AuditSettingException if a value is not what was wanted
     */
    public static SpoolSettings from(SettingReader reader) {
        String text = reader.text(DIRECTORY);
        Path directory = null;
        if (text != null) {
            if (text.isEmpty()) {
                // It would be the directory that the process happens to run in.
                throw SettingReader.unusable(DIRECTORY, text, "a directory");
            }
            try {
                directory = Path.of(text).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw SettingReader.unusable(DIRECTORY, text, "a directory");
            }
        }
        return new SpoolSettings(
                directory,
                reader.count(MAX_MEGABYTES, DEFAULT_MEGABYTES),
                reader.instance(FILES, SpoolFiles.class, SpoolFiles.system()));
    }

    long maxBytes() {
        return maxMegabytes * (1L << 20);
    }
}
