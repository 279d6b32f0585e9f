import static io.leadfactory.perf.Perf.*

import groovy.transform.CompileStatic
import io.leadfactory.perf.define.Comparison
import io.leadfactory.perf.define.Race
import io.leadfactory.perf.define.Scenario
import java.util.concurrent.atomic.AtomicInteger

// Checks that pass, once with Groovy's dynamic calls and once compiled, and one that fails on purpose.
def hash() {
    assertThat(measure('hash') { 'lead'.multiply(100).hashCode() }).errors().isZero().p95().isBelow(seconds(5))
    assertThat(measure(Scenario.named('hash').users(2).operation { user -> "lead ${user.index()}".hashCode() }
            .iterations(400).build())).p50().isBelow(seconds(5))
}

@CompileStatic
class Compiled {
    static void check() {
        assertThat(measure('hash') { 'lead'.hashCode() }).p95().isBelow(seconds(5))
        assertThat(compare(Comparison.named('hashes').reference { 'lead'.hashCode() }.candidate { 'leads'.hashCode() }
                .pairs(20).build())).takesAtMost(1_000d)
    }
}

hash()
Compiled.check()
def outcome = race(Race.of('counter').state { new AtomicInteger() }
        .actor('one') { it.incrementAndGet() }.actor('two') { it.incrementAndGet() }
        .invariant { it.get() == 2 }.rounds(50).build())
assert outcome.found().isEmpty() && outcome.rounds() == 50

try {
    assertThat(measure('sleep') { Thread.sleep(1) }).max().isBelow(micros(10))
} catch (AssertionError expected) {
    println expected.message
    return
}
throw new IllegalStateException('a longest time below 10 us was accepted')
