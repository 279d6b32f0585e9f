package testkit;

import static io.leadfactory.perf.Perf.*;

import io.leadfactory.perf.junit.Limits;
import io.leadfactory.perf.junit.PerfRun;
import io.leadfactory.perf.junit.PerfTest;
import org.junit.jupiter.api.Test;

/** Fails on purpose, and only where it is named. */
class TooSlow {
    @Test
    void plain_limitOfNothing_fails() {
        assertThat(measure("sleep", () -> Thread.sleep(1))).max().isBelow(micros(10));
    }

    @PerfTest(id = "T1", title = "sleep")
    @Limits(max = "10 us")
    void perfTest_limitOfNothing_fails(PerfRun run) {
        run.measure(() -> Thread.sleep(1));
    }
}
