package testkit;

import static io.leadfactory.perf.Perf.*;

import org.testng.annotations.Test;

public class HashPerformanceTest {
    @Test
    public void hash_isFast() {
        assertThat(measure("hash", () -> "lead".repeat(100).hashCode())).p95().isBelow(seconds(5));
    }
}
