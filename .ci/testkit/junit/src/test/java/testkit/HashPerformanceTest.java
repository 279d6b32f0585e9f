package testkit;

import static io.leadfactory.perf.Perf.*;

import io.leadfactory.perf.junit.Limits;
import io.leadfactory.perf.junit.Measured;
import io.leadfactory.perf.junit.PerfRun;
import io.leadfactory.perf.junit.PerfTest;
import org.junit.jupiter.api.Test;

class HashPerformanceTest {
    @Test
    void hash_ofAPlainTest_isFast() {
        assertThat(measure("hash", () -> "lead".repeat(100).hashCode()))
                .errors()
                .isZero()
                .p95()
                .isBelow(seconds(5));
    }

    @PerfTest(id = "H1", title = "hash")
    void hash_ofAPerfTest_isFast(PerfRun run) {
        run.assertThat(run.measure(() -> "lead".repeat(100).hashCode())).p99().isBelow(seconds(5));
    }

    @PerfTest(id = "H2", title = "hash as a body")
    @Measured(users = 2)
    @Limits(p95 = "5 s")
    void hash_ofABody_isFast() {
        "lead".repeat(100).hashCode();
    }
}
