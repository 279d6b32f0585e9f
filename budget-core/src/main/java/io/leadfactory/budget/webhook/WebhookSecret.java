package io.leadfactory.budget.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook and its receiver share, and nobody else: signs, and verifies at the receiver. Immutable. It is never shown:
 * {@link #toString()} hides it, and no message contains it.
 *
 * <p>The scheme is that of <a href="https://www.standardwebhooks.com">Standard Webhooks</a>, for which there are verifiers in
 * most languages: {@code webhook-signature} is {@code v1,} and the base64 of HMAC-SHA256 over
 * {@code webhook-id + "." + webhook-timestamp + "." + body}, where the timestamp is the second of this attempt since 1970.
 * A receiver takes a message only if the signature is right and the timestamp at most five minutes away from its own
 * clock, and acts once on each id.
 */
public final class WebhookSecret {
    /** How far a timestamp may be from the receiver's clock, in both directions. */
    public static final Duration REPLAY_WINDOW = Duration.ofMinutes(5);

    private static final String PREFIX = "whsec_";
    private static final int FEWEST_BYTES = 24;
    private static final int MOST_BYTES = 64;
    private static final int RANDOM_BYTES = 32;
    private static final String VERSION = "v1,";
    private static final String HMAC = "HmacSHA256";

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    /**
     * {@return the secret that this text is}
     *
     * @param text {@code whsec_} and the base64 of 24 to 64 random bytes
     * @throws IllegalArgumentException if it is something else; the message does not show it
     */
    public static WebhookSecret parse(String text) {
        byte[] key = text != null && text.startsWith(PREFIX) ? decoded(text.substring(PREFIX.length())) : null;
        if (key == null || key.length < FEWEST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a webhook secret must be \"%s\" and the base64 of %d to %d bytes; WebhookSecret.random() makes one"
                            .formatted(PREFIX, FEWEST_BYTES, MOST_BYTES));
        }
        return new WebhookSecret(key);
    }

    /** {@return a new secret of 32 random bytes} */
    public static WebhookSecret random() {
        byte[] key = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(key);
        return new WebhookSecret(key);
    }

    /** {@return the secret itself, to be kept where secrets are kept: what {@link #parse} reads} */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * {@return what the header {@code webhook-signature} says}
     *
     * @param id the header {@code webhook-id}
     * @param timestamp the header {@code webhook-timestamp}: seconds since 1970
     * @param body the body, as it is sent
     */
    public String sign(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    /**
     * {@return whether a message that was received was signed with this secret, within the {@link #REPLAY_WINDOW}} Ids that
     * were seen before are for the receiver to remember. Whatever is in the headers, it answers and does not throw.
     *
     * @param id the header {@code webhook-id}; null if there is none
     * @param timestamp the header {@code webhook-timestamp}; null if there is none
     * @param signatures the header {@code webhook-signature}: one or, while secrets are changed, more, with spaces between;
     *     null if there is none
     * @param body the body, byte by byte as it came
     * @param now the receiver's time
     */
    public boolean verifies(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body, Instant now) {
        if (id == null || timestamp == null || signatures == null || !isNear(timestamp, now)) {
            return false;
        }
        byte[] expected = sign(id, timestamp, body).getBytes(StandardCharsets.UTF_8);
        return Arrays.stream(signatures.split(" "))
                .anyMatch(each -> MessageDigest.isEqual(expected, each.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isNear(String timestamp, Instant now) {
        try {
            long away = Math.subtractExact(now.getEpochSecond(), Long.parseLong(timestamp));
            return Math.absExact(away) <= REPLAY_WINDOW.toSeconds();
        } catch (ArithmeticException | NumberFormatException malformed) {
            return false;
        }
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            // Its message could show a part of the secret.
            return null;
        }
    }

    @Override
    public String toString() {
        return "WebhookSecret[hidden]";
    }
}
