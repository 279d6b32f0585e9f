package io.leadfactory.audit.ledger;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of a trail come from. Implementations are thread-safe and answer at once, since they are asked in every
 * transaction.
 *
 * <p>To rotate, let {@link #current()} answer with another key: each lane goes on with it from its next transaction. Keep
 * the old keys, which the verification of what they keyed needs.
 */
public interface AuditKeySource {

    /** {@return the key for new events} */
    AuditKey current();

    /**
     * {@return the key of this name, or null if there is none}
     *
     * @param id the name
     */
    @Nullable
    AuditKey find(String id);

    /**
     * {@return keys from memory, which are copied}
     *
     * @param secrets the secrets, at least {@value AuditKey#MIN_LENGTH} bytes each, by name
     * @param current the name of the key for new events
     * @throws IllegalArgumentException if a secret is too short, or no secret has the current name
     */
    static AuditKeySource of(Map<String, byte[]> secrets, String current) {
        return FixedKeys.of(secrets, current);
    }

    /**
     * {@return keys from a file of lines {@code id=base64}, of which the last is the current one}
     *
     * <p>Empty lines and lines that begin with # mean nothing. The file is read again when it was changed, which is looked
     * for once a second at most; if it cannot be read then, the keys stay as they are and a warning is logged.
     *
     * @param file the file
     * @throws io.leadfactory.audit.event.AuditSettingException if it cannot be read or holds something else
     */
    static AuditKeySource file(Path file) {
        return new KeyFile(file, Clock.systemUTC());
    }
}
