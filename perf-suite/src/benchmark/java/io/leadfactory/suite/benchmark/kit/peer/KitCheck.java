package io.leadfactory.suite.benchmark.kit.peer;

import static io.leadfactory.perf.Perf.*;

import org.junit.jupiter.api.Test;

class KitCheck {
    @Test
    void hash_isFastEnough() {
        assertThat(measure("hash", () -> Work.busy())).errors().isZero().p95().isBelow(millis(35));
    }
}
