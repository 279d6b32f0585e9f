package io.leadfactory.suite.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.leadfactory.perf.measure.TimeSource;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    @Test
    void check_oneComponentThrows_asksTheOthersAndSaysNoValue() {
        HealthCheck check = new HealthCheck(TimeSource.system())
                .with("database", () -> {
                    throw new IllegalStateException("secret of alice@example.com");
                })
                .with("cache", () -> "12 views");

        assertThat(check.check())
                .extracting(ComponentHealth::component, ComponentHealth::healthy, ComponentHealth::detail)
                .containsExactly(
                        tuple("database", false, "java.lang.IllegalStateException"), tuple("cache", true, "12 views"));
    }

    @Test
    void with_sameNameTwice_isRefused() {
        HealthCheck check = new HealthCheck(TimeSource.system()).with("cache", () -> "fine");

        assertThatThrownBy(() -> check.with("cache", () -> "fine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("component \"cache\" is checked already: choose another name");
    }
}
