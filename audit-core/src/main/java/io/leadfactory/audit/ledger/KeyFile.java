package io.leadfactory.audit.ledger;

import io.leadfactory.audit.event.AuditSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys from a file, read again when it was changed. Thread-safe; who finds another one reading does not wait. */
final class KeyFile implements AuditKeySource {
    private static final Logger LOG = LoggerFactory.getLogger("io.leadfactory.audit");
    private static final long LOOK_MILLIS = 1_000;

    private final Path file;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private FileTime modified;
    private volatile FixedKeys keys;
    private volatile long looked;

    KeyFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.looked = clock.millis();
        try {
            this.modified = Files.getLastModifiedTime(file);
            this.keys = read(file);
        } catch (IOException e) {
            throw new AuditSettingException(
                    "cannot read key file \"" + file + "\": check that it is there and may be read", e);
        }
    }

    @Override
    public AuditKey current() {
        look();
        return keys.current();
    }

    @Override
    public @Nullable AuditKey find(String id) {
        look();
        return keys.find(id);
    }

    private void look() {
        long now = clock.millis();
        if (Math.abs(now - looked) < LOOK_MILLIS || !reading.tryLock()) {
            return;
        }
        try {
            looked = now;
            FileTime found = Files.getLastModifiedTime(file);
            if (found.equals(modified)) {
                return;
            }
            modified = found;
            FixedKeys read = read(file);
            if (read.contradicts(keys)) {
                throw new AuditSettingException(
                        "a key id stands for another secret than before: give new keys new ids");
            }
            keys = read;
        } catch (IOException | AuditSettingException e) {
            LOG.warn("cannot take keys from file \"{}\", so they stay as they are: {}", file, e.getMessage());
        } finally {
            reading.unlock();
        }
    }

    private static FixedKeys read(Path file) throws IOException {
        Map<String, AuditKey> keys = new LinkedHashMap<>();
        AuditKey last = null;
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).trim();
            if (!line.isEmpty() && !line.startsWith("#")) {
                last = key(file, i + 1, line);
                if (keys.put(last.id(), last) != null) {
                    throw unusable(file, i + 1, "must have an id of its own: \"" + last.id() + '"');
                }
            }
        }
        if (last == null) {
            throw new AuditSettingException(
                    "key file \"" + file + "\" must have a line \"id=base64\": it has none; make a key with: openssl"
                            + " rand -base64 " + AuditKey.MIN_LENGTH);
        }
        return new FixedKeys(keys, last);
    }

    private static AuditKey key(Path file, int number, String line) {
        int end = Math.max(line.indexOf('='), 0);
        try {
            return AuditKey.ofBase64(
                    line.substring(0, end).trim(), line.substring(end + 1).trim());
        } catch (IllegalArgumentException e) {
            throw unusable(
                    file,
                    number,
                    "must be \"id=base64\" with an id of at most " + AuditKey.MAX_ID + " letters, digits, dots,"
                            + " hyphens or underscores and a secret of at least " + AuditKey.MIN_LENGTH + " bytes");
        }
    }

    private static AuditSettingException unusable(Path file, int line, String why) {
        // Nothing of the line itself nor of the decoder's message, which quotes it: it may be a secret.
        return new AuditSettingException("key file \"" + file + "\", line " + line + ' ' + why);
    }

    @Override
    public String toString() {
        return "key file \"" + file + '"';
    }
}
