package io.leadfactory.budget.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyedRequestsTest {
    @Test
    void once_manyKeys_areForgottenByTimeAlone() {
        KeyedRequests<String> requests = new KeyedRequests<>();
        Instant now = Instant.EPOCH;
        for (int i = 0; i < 20_000; i++) {
            requests.once(RequestKey.of("order-" + i, now.plusSeconds(60), List.of()), now, () -> Optional.of("done"));
        }
        assertThat(requests.size()).isEqualTo(20_000);
        assertThat(requests.once(RequestKey.of("order-0", now.plusSeconds(60), List.of()), now, Optional::empty))
                .contains("done");

        for (int i = 0; i < 2_000; i++) {
            requests.once(
                    RequestKey.of("later-" + i, now.plusSeconds(120), List.of()),
                    now.plusSeconds(60),
                    () -> Optional.of("done"));
        }

        assertThat(requests.size()).isEqualTo(2_000);
    }
}
