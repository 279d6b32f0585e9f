package io.leadfactory.audit.ledger;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that keys the hashes of a trail, and its name. Immutable; it shows its name and never its secret. */
public final class AuditKey {
    /** How many bytes a secret has at least: as many as the hash (RFC 2104, section 3). */
    public static final int MIN_LENGTH = 32;

    /** How many characters a name has at most. */
    public static final int MAX_ID = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final String id;
    private final SecretKeySpec secret;

    private AuditKey(String id, SecretKeySpec secret) {
        this.id = id;
        this.secret = secret;
    }

    /**
     * {@return a key} The bytes are copied.
     *
     * @param id its name, which each event keeps that it keys: letters, digits, dot, hyphen and underscore
     * @param secret at least {@value #MIN_LENGTH} random bytes
     * @throws IllegalArgumentException if the name or the secret is not like that
     */
    public static AuditKey of(String id, byte[] secret) {
        if (!id.matches("[A-Za-z0-9._-]{1," + MAX_ID + "}")) {
            throw new IllegalArgumentException(
                    "key id must be 1 to " + MAX_ID + " letters, digits, dots, hyphens or underscores: it is not");
        }
        if (secret.length < MIN_LENGTH) {
            throw new IllegalArgumentException("key \"" + id + "\" must have at least " + MIN_LENGTH + " bytes: "
                    + secret.length + "; make one with: openssl rand -base64 " + MIN_LENGTH);
        }
        return new AuditKey(id, new SecretKeySpec(secret, ALGORITHM));
    }

    static AuditKey ofBase64(String id, String base64) {
        return of(id, Base64.getDecoder().decode(base64));
    }

    /** {@return its name} */
    public String id() {
        return id;
    }

    SecretKeySpec secret() {
        return secret;
    }

    /** A new one, for one thread. */
    Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing from this Java platform: check its providers", e);
        }
    }

    boolean hasSecretOf(AuditKey other) {
        return secret.equals(other.secret);
    }

    @Override
    public String toString() {
        return "key \"" + id + '"';
    }
}
