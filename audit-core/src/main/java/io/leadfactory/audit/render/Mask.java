package io.leadfactory.audit.render;

import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.setting.SettingReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded in place of a masked value: {@value #HIDDEN}, and with a key the beginning of the value's HMAC-SHA-256
 * (RFC 2104) after it, so that who knows the key or sees two events can tell equal values from others, and nobody can
 * tell the value. Thread-safe.
 */
public final class Mask {
    /** The key, at least {@value #MIN_LENGTH} random bytes in Base64. */
    public static final String KEY = "leadfactory.audit.mask-key";

    /** How many bytes the key has at least. */
    public static final int MIN_LENGTH = 32;

    /** What every masked value begins with. */
    public static final String HIDDEN = "***";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int DIGEST_BYTES = 16;

    private final @Nullable SecretKeySpec key;

    private Mask(@Nullable SecretKeySpec key) {
        this.key = key;
    }

    /**
     * {@return the mask that the settings ask for}
     *
     * @param settings the settings
     * @throws AuditSettingException if the key is no Base64 or too short
     */
    public static Mask from(SettingReader settings) {
        String text = settings.text(KEY);
        if (text == null) {
            return new Mask(null);
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw SettingReader.unusable(KEY, "a text that is none", "Base64");
        }
        if (secret.length < MIN_LENGTH) {
            throw SettingReader.unusable(
                    KEY,
                    secret.length + " bytes",
                    "at least " + MIN_LENGTH + " random bytes in Base64, as from openssl rand -base64 " + MIN_LENGTH);
        }
        return new Mask(new SecretKeySpec(secret, ALGORITHM));
    }

    /**
     * {@return what stands for the value}
     *
     * @param text the value
     */
    public String of(String text) {
        if (key == null) {
            return HIDDEN;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HIDDEN + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing from this Java platform: check its providers", e);
        }
    }

    /** Whether there is a key, which is never shown. */
    @Override
    public String toString() {
        return key == null ? "Mask without a key" : "Mask with a key";
    }
}
