package io.leadfactory.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.define.Race;
import io.leadfactory.perf.measure.RaceOutcome;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PerfRaceTest {
    @Test
    void race_countsAtomically_isNotViolated() {
        // readme:race
        RaceOutcome outcome = Perf.race(Race.of("lost update")
                .state(AtomicInteger::new)
                .answeringActor("one", AtomicInteger::incrementAndGet)
                .answeringActor("two", AtomicInteger::incrementAndGet)
                .invariant(counter -> counter.get() == 2)
                .rounds(10_000)
                .build());
        // end:race
        // Not by holds(): whether the actors met often enough is a matter of the machine.
        assertThat(outcome.found()).isEmpty();
        assertThat(outcome.rounds()).isEqualTo(10_000);
    }
}
