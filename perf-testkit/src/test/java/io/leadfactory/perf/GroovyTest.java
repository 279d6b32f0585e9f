package io.leadfactory.perf;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.GroovyShell;
import org.junit.jupiter.api.Test;

/** The front door from Groovy, where a block becomes whatever interface of one method is asked for. */
class GroovyTest {
    @Test
    void frontDoor_fromAScript_understandsBlocks() {
        Object samples = new GroovyShell().evaluate("""
                import static io.leadfactory.perf.Perf.*
                import io.leadfactory.perf.define.WarmUp

                def hashing = measure(scenario("hash") { "lead".hashCode() }
                    .users(2).iterations(500).warmUp(WarmUp.iterations(10)).build())
                assertThat(hashing).p95().isBelow(seconds(5)).throughput().isAbove(perSecond(1))

                def perUser = measure(scenario("index").operation { user -> user.index() }
                    .users(2).iterations(500).warmUp(WarmUp.none()).build())
                softly { soft ->
                    soft.assertThat(perUser).errors().isAtMost(percent(1)).p50().isBelow(seconds(5))
                }
                hashing.samples() + perUser.samples()
                """);
        assertThat(samples).isEqualTo(1_000L);
    }
}
