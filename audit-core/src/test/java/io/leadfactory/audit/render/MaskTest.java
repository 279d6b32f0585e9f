package io.leadfactory.audit.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.setting.SettingReader;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void of_noKey_isTheSameForAllValues() {
        Mask mask = mask(Map.of());
        assertThat(mask.of("a")).isEqualTo("***");
        assertThat(mask.of("b")).isEqualTo("***");
    }

    @Test
    void of_key_isTheBeginningOfTheHmac() {
        // echo -n 555 | openssl dgst -sha256 -mac HMAC -macopt hexkey:$(printf '00%.0s' {1..32})
        assertThat(mask(Map.of(Mask.KEY, KEY)).of("555")).isEqualTo("***190d516633e93bf3017de275b3bb04aa");
        assertThat(mask(Map.of(Mask.KEY, KEY)).of("556"))
                .hasSize(35)
                .isNotEqualTo("***190d516633e93bf3017de275b3bb04aa");
    }

    @Test
    void from_keyThatCannotBeUsed_isRefusedAndNotShown() {
        assertThatThrownBy(() -> mask(Map.of(Mask.KEY, "a secret!")))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("must be Base64")
                .hasMessageNotContaining("a secret!");
        assertThatThrownBy(() -> mask(Map.of(Mask.KEY, "c2VjcmV0")))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("at least 32 random bytes")
                .hasMessageContaining("6 bytes")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void toString_key_doesNotShowIt() {
        assertThat(mask(Map.of(Mask.KEY, KEY))).hasToString("Mask with a key");
        assertThat(mask(Map.of())).hasToString("Mask without a key");
    }

    private static Mask mask(Map<String, String> settings) {
        return Mask.from(new SettingReader(settings));
    }
}
