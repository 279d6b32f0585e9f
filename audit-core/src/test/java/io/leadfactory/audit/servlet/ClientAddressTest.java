package io.leadfactory.audit.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final String PEER = "10.0.0.1";

    @Test
    void of_noTrustedProxy_isTheOtherEnd() {
        assertThat(of(0, "203.0.113.7")).isEqualTo(PEER);
    }

    @Test
    void of_trustedProxies_isWhatTheOutermostSaw() {
        assertThat(of(1, "203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(of(1, "6.6.6.6, 203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(of(1, "6.6.6.6", "203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(of(2, "6.6.6.6, 203.0.113.7,10.0.0.2")).isEqualTo("203.0.113.7");
        assertThat(of(2, "6.6.6.6", "203.0.113.7", "10.0.0.2")).isEqualTo("203.0.113.7");
    }

    @Test
    void of_fewerEntriesThanProxies_isTheOtherEnd() {
        assertThat(of(2, "6.6.6.6")).isEqualTo(PEER);
        assertThat(of(1)).isEqualTo(PEER);
    }

    @Test
    void of_hugeHeader_isTheOtherEnd() {
        assertThat(of(1, ",".repeat(1_000_000))).isEqualTo(PEER);
        assertThat(of(1, "1".repeat(1_000_000))).isEqualTo(PEER);
        assertThat(of(1, ":".repeat(1_000_000))).isEqualTo(PEER);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "203.0.113.7:4711, 203.0.113.7",
        "2001:db8::1, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "[2001:db8::1]:4711, 2001:db8::1",
        "::1, ::1",
        "::ffff:203.0.113.7, ::ffff:203.0.113.7",
    })
    void literal_address_losesBracketsAndPort(String entry, String address) {
        assertThat(ClientAddress.literal(entry)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "_hidden",
                "example.org",
                "abc.de",
                "203.0.113",
                "203.0.113.256",
                "203.0.113.7; drop",
                "203.0.113.7:",
                "[::1",
                "::1'",
                "dead:beef"
            })
    void literal_noAddress_isNull(String entry) {
        assertThat(ClientAddress.literal(entry)).isNull();
    }

    @Test
    void create_negativeCount_isRefused() {
        assertThatThrownBy(() -> new ClientAddress(-1))
                .hasMessage("number of trusted proxies must not be negative: -1");
    }

    private static @Nullable String of(int trustedProxies, String... lines) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                ClientAddressTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> PEER;
                    case "getHeaders" -> Collections.enumeration(List.of(lines));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return new ClientAddress(trustedProxies).of(request);
    }
}
