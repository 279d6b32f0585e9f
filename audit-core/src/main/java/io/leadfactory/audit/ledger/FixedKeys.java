package io.leadfactory.audit.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys in memory. Immutable. */
final class FixedKeys implements AuditKeySource {
    private final Map<String, AuditKey> keys;
    private final AuditKey current;

    FixedKeys(Map<String, AuditKey> keys, AuditKey current) {
        this.keys = Map.copyOf(keys);
        this.current = current;
    }

    static FixedKeys of(Map<String, byte[]> secrets, String current) {
        Map<String, AuditKey> keys = new LinkedHashMap<>();
        secrets.forEach((id, secret) -> keys.put(id, AuditKey.of(id, secret)));
        AuditKey key = keys.get(current);
        if (key == null) {
            throw new IllegalArgumentException("current key must be one of " + keys.keySet() + ": \"" + current + '"');
        }
        return new FixedKeys(keys, key);
    }

    @Override
    public AuditKey current() {
        return current;
    }

    @Override
    public @Nullable AuditKey find(String id) {
        return keys.get(id);
    }

    /** Whether a name stands for another secret here than there. */
    boolean contradicts(FixedKeys other) {
        return keys.values().stream().anyMatch(key -> {
            AuditKey same = other.keys.get(key.id());
            return same != null && !same.hasSecretOf(key);
        });
    }

    @Override
    public String toString() {
        return "keys " + keys.keySet() + ", current " + current;
    }
}
