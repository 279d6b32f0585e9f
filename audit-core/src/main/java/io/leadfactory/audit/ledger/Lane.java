package io.leadfactory.audit.ledger;

import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** A hash chain of one start of one process, used by one transaction at a time. For one thread at a time. */
final class Lane {
    private static final int SALTS = 64;

    private final long id;
    private final CanonicalForm form = new CanonicalForm();
    private final RandomGenerator random;
    private final byte[] salts = new byte[SALTS * CanonicalForm.SALT_LENGTH];
    private int nextSalt = salts.length;
    private @Nullable AuditKey key;
    private @Nullable Mac mac;
    private volatile Head head = new Head(0, new byte[CanonicalForm.HASH_LENGTH]);

    Lane(long id, RandomGenerator random) {
        this.id = id;
        this.random = random;
    }

    long id() {
        return id;
    }

    CanonicalForm form() {
        return form;
    }

    /** What keys the hashes from now on: made anew when the key has changed, and not for each event. */
    @Nullable
    Mac mac(@Nullable AuditKey current) {
        if (key != current) {
            key = current;
            mac = current == null ? null : current.mac();
        }
        return mac;
    }

    /** The last event that is known to be committed. */
    Head head() {
        return head;
    }

    void advance(Head committed) {
        head = committed;
    }

    byte[] salt() {
        if (nextSalt == salts.length) {
            random.nextBytes(salts);
            nextSalt = 0;
        }
        byte[] salt = new byte[CanonicalForm.SALT_LENGTH];
        System.arraycopy(salts, nextSalt, salt, 0, salt.length);
        nextSalt += salt.length;
        return salt;
    }
}
