package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.Race;
import io.leadfactory.perf.measure.RaceOutcome;
import io.leadfactory.perf.measure.RaceOutcome.Violation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaceRunTest {
    private static final Runner RUNNER = Runner.create();

    /** A counter whose lost update is sure: both have read before one of them writes. */
    private static final class ForcedCounter {
        private final CyclicBarrier bothHaveRead = new CyclicBarrier(2);
        private volatile int value;

        int increment() throws Exception {
            int read = value;
            bothHaveRead.await();
            value = read + 1;
            return read;
        }
    }

    /** The same by chance alone. */
    private static final class PlainCounter {
        private int value;

        void increment() {
            value = value + 1;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void race_lostUpdate_isFoundInTheFirstRound(boolean virtual) {
        Race.Builder<ForcedCounter> race = Race.of("lost update")
                .state(ForcedCounter::new)
                .answeringActor("one", ForcedCounter::increment)
                .answeringActor("two", ForcedCounter::increment)
                .invariant(counter -> counter.value == 2)
                .seed(42);
        RaceOutcome outcome =
                RUNNER.race((virtual ? race.virtualActors() : race).rounds(100).build());
        Violation found = outcome.found().orElseThrow();
        assertThat(found.round()).isEqualTo(1);
        assertThat(found.outcome()).isEqualTo("one: 0, two: 0");
        assertThat(found.reason()).isEqualTo("the invariant does not hold");
        assertThat(outcome.outcomes()).isEqualTo(Map.of("one: 0, two: 0", 1L));
        assertThat(outcome.overlapping()).isEqualTo(1);
        assertThat(outcome.seed()).isEqualTo(42);
        assertThat(outcome.virtual()).isEqualTo(virtual && Threads.hasVirtual());
    }

    @Test
    void race_correctCounter_isNeverFlaggedAndCountsItsOutcomes() {
        RaceOutcome outcome = RUNNER.race(Race.of("atomic")
                .state(AtomicInteger::new)
                .answeringActor("one", AtomicInteger::incrementAndGet)
                .answeringActor("two", AtomicInteger::incrementAndGet)
                .invariant((counter, said) -> said.of("one", Integer.class) + said.of("two", Integer.class) == 3)
                .rounds(3_000)
                .build());
        assertThat(outcome.found()).isEmpty();
        assertThat(outcome.rounds()).isEqualTo(3_000);
        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.outcomes().keySet()).isSubsetOf("one: 1, two: 2", "one: 2, two: 1");
        assertThat(outcome.outcomes().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(3_000);
        assertThat(outcome.rateBound()).isBetween(0.000_99, 0.001);
    }

    @Test
    void race_checkThenAct_ofAMapThatIsRight_isNeverFlagged() {
        RaceOutcome outcome = RUNNER.race(Race.of("put if absent")
                .state(ConcurrentHashMap<String, String>::new)
                .answeringActor("one", map -> map.putIfAbsent("key", "one"))
                .answeringActor("two", map -> map.putIfAbsent("key", "two"))
                .invariant((map, said) -> (said.of("one") == null) != (said.of("two") == null))
                .rounds(2_000)
                .build());
        assertThat(outcome.found()).isEmpty();
    }

    @Test
    void race_threeActorsOnTwoStatesAtATime_playEveryRound() {
        AtomicInteger made = new AtomicInteger();
        RaceOutcome outcome = RUNNER.race(Race.of("three")
                .state(() -> {
                    made.incrementAndGet();
                    return new AtomicInteger();
                })
                .actor("one", AtomicInteger::incrementAndGet)
                .actor("two", AtomicInteger::incrementAndGet)
                .actor("three", AtomicInteger::incrementAndGet)
                .invariant(counter -> counter.get() == 3)
                .statesAtATime(2)
                .rounds(101)
                .build());
        assertThat(outcome.found()).isEmpty();
        assertThat(outcome.rounds()).isEqualTo(101);
        assertThat(made).hasValue(101);
        assertThat(outcome.outcomes()).isEqualTo(Map.of("done", 101L));
    }

    @Test
    void race_actorThrows_isAViolationWithItsCause() {
        IllegalStateException lost = new IllegalStateException("lost");
        RaceOutcome outcome = RUNNER.race(Race.of("throws")
                .state(AtomicInteger::new)
                .actor("one", counter -> {
                    throw lost;
                })
                .actor("two", AtomicInteger::incrementAndGet)
                .invariant(counter -> true)
                .build());
        assertThat(outcome.found()).get().satisfies(found -> {
            assertThat(found.reason()).isEqualTo("actor \"one\" threw java.lang.IllegalStateException: lost");
            assertThat(found.cause()).isSameAs(lost);
            assertThat(found.outcome()).isEqualTo("one: IllegalStateException");
        });
    }

    @Test
    void race_actorThrowsWhatIsExpected_isShownToTheInvariant() {
        RaceOutcome outcome = RUNNER.race(Race.of("expected")
                .state(AtomicInteger::new)
                .actor("one", counter -> {
                    throw new IllegalStateException("refused");
                })
                .actor("two", AtomicInteger::incrementAndGet)
                .expectError(IllegalStateException.class)
                .invariant((counter, said) -> said.of("one") instanceof IllegalStateException)
                .rounds(10)
                .build());
        assertThat(outcome.found()).isEmpty();
    }

    @Test
    void race_invariantAsserts_itsErrorIsTheReason() {
        RaceOutcome outcome = RUNNER.race(Race.of("asserts")
                .state(HashMap<String, String>::new)
                .actor("one", map -> {})
                .actor("two", map -> {})
                .invariant(map -> {
                    assertThat(map).as("the map").isNotEmpty();
                    return true;
                })
                .build());
        assertThat(outcome.found())
                .get()
                .satisfies(found -> assertThat(found.reason()).contains("the map", "not to be empty"));
    }

    @Test
    void race_timeIsOverBefore_isNotComplete() {
        RaceOutcome outcome = RUNNER.race(Race.of("slow")
                .state(AtomicInteger::new)
                .actor("one", counter -> Thread.sleep(2))
                .actor("two", AtomicInteger::incrementAndGet)
                .invariant(counter -> true)
                .rounds(1_000_000)
                .duration(Duration.ofMillis(20))
                .build());
        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.rounds()).isPositive();
    }

    @Test
    void race_stateCannotBeMade_saysSo() {
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> RUNNER.race(Race.of("stateless")
                        .<String>state(() -> {
                            throw new IllegalStateException("no database");
                        })
                        .actor("one", state -> {})
                        .actor("two", state -> {})
                        .invariant(state -> true)
                        .build()))
                .withMessage(
                        "race \"stateless\" has no state for round 1: java.lang.IllegalStateException: no database");
    }

    @Test
    void race_actorsNeverEnd_isAHang() {
        CountDownLatch never = new CountDownLatch(1);
        HangException hang = catchThrowableOfType(
                HangException.class,
                () -> RUNNER.race(Race.of("stuck")
                        .state(AtomicInteger::new)
                        .actor("one", AtomicInteger::incrementAndGet)
                        .actor("two", counter -> never.await())
                        .invariant(counter -> true)
                        .hangLimit(Duration.ofMillis(100))
                        .build()));
        assertThat(hang).hasMessageContaining("\"stuck\" hangs: actor two is in one operation");
    }

    @Test
    void race_invariantNeverEnds_isAHang() {
        CountDownLatch never = new CountDownLatch(1);
        HangException hang = catchThrowableOfType(
                HangException.class,
                () -> RUNNER.race(Race.of("stuck")
                        .state(AtomicInteger::new)
                        .actor("one", AtomicInteger::incrementAndGet)
                        .actor("two", AtomicInteger::incrementAndGet)
                        .invariant(counter -> {
                            never.await();
                            return true;
                        })
                        .hangLimit(Duration.ofMillis(100))
                        .build()));
        assertThat(hang).hasMessageContaining("\"stuck\" hangs: actor");
        assertThat(hang.dump()).contains("takeTurn");
    }

    @Test
    void race_plainCounter_whatIsFoundIsALostUpdate() {
        // Whether it is found depends on the machine, what is found does not.
        Set<Integer> values = ConcurrentHashMap.newKeySet();
        RaceOutcome outcome = RUNNER.race(Race.of("plain")
                .state(PlainCounter::new)
                .actor("one", PlainCounter::increment)
                .actor("two", PlainCounter::increment)
                .invariant(counter -> {
                    values.add(counter.value);
                    return counter.value == 2;
                })
                .rounds(20_000)
                .build());
        assertThat(values).isSubsetOf(1, 2);
        assertThat(outcome.found().isPresent()).isEqualTo(values.contains(1));
        assertThat(outcome.rounds())
                .isEqualTo(outcome.found().map(Violation::round).orElse(20_000L));
    }
}
