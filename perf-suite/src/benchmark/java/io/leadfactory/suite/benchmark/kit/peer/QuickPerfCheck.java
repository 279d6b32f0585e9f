package io.leadfactory.suite.benchmark.kit.peer;

import org.junit.jupiter.api.Test;
import org.quickperf.annotation.ExpectMaxExecutionTime;
import org.quickperf.junit5.QuickPerfTest;

@QuickPerfTest
class QuickPerfCheck {
    @Test
    @ExpectMaxExecutionTime(milliSeconds = 35)
    void hash_isFastEnough() {
        Work.busy();
    }
}
