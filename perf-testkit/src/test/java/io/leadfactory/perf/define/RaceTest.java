package io.leadfactory.perf.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RaceTest {
    private static Race.Builder<AtomicInteger> builder() {
        return Race.of("r").state(AtomicInteger::new).actor("a", AtomicInteger::incrementAndGet);
    }

    @Test
    void build_nothingSaid_hasTheDefaults() {
        Race<AtomicInteger> race = builder()
                .actor("b", AtomicInteger::incrementAndGet)
                .invariant(state -> true)
                .build();
        assertThat(race.rounds()).hasValue(10_000);
        assertThat(race.duration()).isEqualTo(Duration.ofMinutes(1));
        assertThat(race.statesAtATime()).isEqualTo(256);
        assertThat(race.virtual()).isFalse();
    }

    @Test
    void build_durationAlone_hasNoNumberOfRounds() {
        Race<AtomicInteger> race = builder()
                .actor("b", AtomicInteger::incrementAndGet)
                .invariant(state -> true)
                .duration(Duration.ofSeconds(1))
                .build();
        assertThat(race.rounds()).isEmpty();
    }

    @Test
    void build_oneActor_saysWhatIsMissing() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> builder().invariant(state -> true).build())
                .withMessage("race \"r\" needs at least two actors, it has 1: call actor(..) for each");
    }

    @Test
    void build_noInvariant_saysWhatIsMissing() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        builder().actor("b", AtomicInteger::incrementAndGet).build())
                .withMessage("race \"r\" has no invariant, so nothing could be violated: call invariant(..)");
    }

    @Test
    void actor_nameTaken_isRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder().actor("a", AtomicInteger::incrementAndGet))
                .withMessage("race \"r\" has an actor \"a\" already: give each its own name");
    }

    @Test
    void rounds_none_isRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder().rounds(0))
                .withMessage("rounds must be positive: 0");
    }
}
