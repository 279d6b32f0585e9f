package io.leadfactory.suite.benchmark.kit.peer;

import com.github.noconnor.junitperf.JUnitPerfInterceptor;
import com.github.noconnor.junitperf.JUnitPerfTest;
import com.github.noconnor.junitperf.JUnitPerfTestRequirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(JUnitPerfInterceptor.class)
class JUnitPerfCheck {
    @Test
    @JUnitPerfTest(durationMs = 3_000, warmUpMs = 2_000)
    @JUnitPerfTestRequirement(percentiles = "95:35", allowedErrorPercentage = 0)
    void hash_isFastEnough() {
        Work.busy();
    }
}
