package testkit

import io.leadfactory.perf.Perf.*
import io.leadfactory.perf.junit.Limits
import io.leadfactory.perf.junit.PerfRun
import io.leadfactory.perf.junit.PerfTest
import org.junit.jupiter.api.Test

/** Fails on purpose, and only where it is named. */
class TooSlow {
    @Test
    fun `a limit of nothing fails`() {
        assertThat(measure("sleep") { Thread.sleep(1) }).max().isBelow(micros(10))
    }

    @PerfTest(id = "T1", title = "sleep")
    @Limits(max = "10 us")
    fun `a limit of nothing fails a perf test`(run: PerfRun) {
        run.measure { Thread.sleep(1) }
    }
}
