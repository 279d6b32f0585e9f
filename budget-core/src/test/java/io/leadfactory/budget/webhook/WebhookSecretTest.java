package io.leadfactory.budget.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIMESTAMP = "1614265330";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final Instant THEN = Instant.ofEpochSecond(1614265330);

    private final WebhookSecret secret = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /** The example of the libraries of Standard Webhooks. */
    @Test
    void sign_knownExample_isTheKnownSignature() {
        assertThat(secret.sign(ID, TIMESTAMP, BODY)).isEqualTo(SIGNATURE);
        assertThat(secret.verifies(ID, TIMESTAMP, SIGNATURE, BODY, THEN)).isTrue();
        assertThat(secret.verifies(ID, TIMESTAMP, "v1,bm9wZQ== v1a,x " + SIGNATURE, BODY, THEN))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "msg_other,1614265330," + "'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "msg_p5jXN8AQM9LWM0D4loKWxJek,1614265331," + "'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "msg_p5jXN8AQM9LWM0D4loKWxJek,1614265330," + "'v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "msg_p5jXN8AQM9LWM0D4loKWxJek,1614265330,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "msg_p5jXN8AQM9LWM0D4loKWxJek,9223372036854775807,x",
        "msg_p5jXN8AQM9LWM0D4loKWxJek,-9223372036854775808,x",
        "msg_p5jXN8AQM9LWM0D4loKWxJek,soon,x",
        ",1614265330,x",
        "msg_p5jXN8AQM9LWM0D4loKWxJek,,x",
        "msg_p5jXN8AQM9LWM0D4loKWxJek,1614265330,"
    })
    void verifies_anythingElse_saysNo(String id, String timestamp, String signature) {
        assertThat(secret.verifies(id, timestamp, signature, BODY, THEN)).isFalse();
    }

    @Test
    void verifies_otherBodyOrSecret_saysNo() {
        assertThat(secret.verifies(ID, TIMESTAMP, SIGNATURE, new byte[0], THEN)).isFalse();
        assertThat(WebhookSecret.random().verifies(ID, TIMESTAMP, SIGNATURE, BODY, THEN))
                .isFalse();
    }

    @Test
    void verifies_outsideTheReplayWindow_saysNo() {
        assertThat(secret.verifies(ID, TIMESTAMP, SIGNATURE, BODY, THEN.plusSeconds(300)))
                .isTrue();
        assertThat(secret.verifies(ID, TIMESTAMP, SIGNATURE, BODY, THEN.minusSeconds(300)))
                .isTrue();
        assertThat(secret.verifies(ID, TIMESTAMP, SIGNATURE, BODY, THEN.plusSeconds(301)))
                .isFalse();
        assertThat(secret.verifies(ID, TIMESTAMP, SIGNATURE, BODY, THEN.minusSeconds(301)))
                .isFalse();
    }

    @Test
    void random_revealed_isReadAgain() {
        WebhookSecret made = WebhookSecret.random();

        assertThat(WebhookSecret.parse(made.reveal()).sign(ID, TIMESTAMP, BODY))
                .isEqualTo(made.sign(ID, TIMESTAMP, BODY));
        assertThat(made.reveal()).isNotEqualTo(WebhookSecret.random().reveal());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "swordfish", "whsec_", "whsec_swordfish", "whsec_c3dvcmRmaXNo", "whsec_s!ordfish"})
    @SuppressWarnings("NullAway") // null is the bad input here
    void parse_bad_saysTheRuleAndNotTheText(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSecret.parse(text))
                .withMessage("a webhook secret must be \"whsec_\" and the base64 of 24 to 64 bytes;"
                        + " WebhookSecret.random() makes one")
                .withNoCause();
    }
}
