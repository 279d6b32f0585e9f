package testkit

import io.leadfactory.perf.Perf.*
import io.leadfactory.perf.define.Comparison
import io.leadfactory.perf.define.Race
import io.leadfactory.perf.define.Scenario
import io.leadfactory.perf.junit.Limits
import io.leadfactory.perf.junit.PerfRun
import io.leadfactory.perf.junit.PerfTest
import java.util.concurrent.atomic.AtomicInteger
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class HashPerformanceTest {
    @Test
    fun `hash of a plain test is fast`() {
        assertThat(measure("hash") { "lead".repeat(100).hashCode() }).errors().isZero().p95().isBelow(seconds(5))
    }

    @Test
    fun `hash of a scenario is fast`() {
        val scenario = Scenario.named("hash").users(2).operation { user -> "lead ${user.index()}".hashCode() }.iterations(400).build()
        assertThat(measure(scenario)).p50().isBelow(seconds(5)).max().isBelow(seconds(50))
    }

    @Test
    fun `two hashes are compared`() {
        val pairs =
            compare(
                Comparison.named("hashes")
                    .reference { "lead".hashCode() }
                    .candidate { "leads".hashCode() }
                    .pairs(20)
                    .build()
            )
        assertThat(pairs).takesAtMost(1_000.0)
    }

    @Test
    fun `no update is lost`() {
        val race =
            Race.of("counter")
                .state { AtomicInteger() }
                .actor("one") { it.incrementAndGet() }
                .actor("two") { it.incrementAndGet() }
                .invariant { it.get() == 2 }
                .rounds(50)
                .build()
        val outcome = race(race)
        assertTrue(outcome.found().isEmpty)
        assertEquals(50, outcome.rounds())
    }

    @PerfTest(id = "H1", title = "hash")
    @Limits(p95 = "5 s")
    fun `hash of a perf test is fast`(run: PerfRun) {
        run.measure { "lead".repeat(100).hashCode() }
    }
}
