package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.perf.define.Load;
import io.leadfactory.perf.define.Mix;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.ThinkTime;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadModelTest {
    private final FakeTime time = new FakeTime();
    private final Runner runner = Runner.create().withTime(time);

    private static Scenario.Builder scenario() {
        return Scenario.named("s").warmUp(WarmUp.none());
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void measure_rampInTheOpenModel_doesTheRatesIntegral() {
        // 10 to 30 /s in 10 s, then 30 /s for 10 s: 200 and 300 operations.
        Measurement measurement = runner.measure(scenario()
                .operation(() -> time.advanceMillis(1))
                .load(Load.open(10).rampTo(30, Duration.ofSeconds(10)).hold(Duration.ofSeconds(10)))
                .build());
        assertThat(measurement.samples()).isEqualTo(500);
        assertThat(measurement.max()).isEqualTo(millis(1));
        assertThat(measurement.elapsed()).isBetween(millis(19_900), millis(20_001));
    }

    @Test
    void measure_levelOfNoUsers_pausesAll() {
        List<Long> begun = new ArrayList<>();
        runner.measure(scenario()
                .operation(() -> {
                    begun.add(time.nanos() / 1_000_000);
                    time.advanceMillis(100);
                })
                .load(Load.closed(1).hold(millis(250)).stepTo(0, millis(1_000)).stepTo(1, millis(200)))
                .build());
        assertThat(begun).containsExactly(1_000L, 1_100L, 1_200L, 2_250L, 2_350L);
    }

    @Test
    void measure_rampOfUsers_letsNobodyBeginBeforeItIsWanted() {
        Map<Integer, Instant> first = new ConcurrentHashMap<>();
        Measurement measurement = Runner.create()
                .measure(scenario()
                        .operation(user -> first.putIfAbsent(user.index(), Instant.now()))
                        .load(Load.closed(1).rampTo(4, millis(120)).hold(millis(30)))
                        .thinkTime(millis(1))
                        .build());
        assertThat(measurement.errors()).isZero();
        // Whoever is late is late, but nobody can be early: 40 ms lie between two users.
        first.forEach((user, begun) -> assertThat(Duration.between(measurement.startedAt(), begun))
                .as("user " + user)
                .isGreaterThanOrEqualTo(millis(40L * user)));
        assertThat(measurement.users()).isEqualTo(4);
    }

    @Test
    void measure_iterationsWithAChangingLevel_areAllDone() {
        Measurement measurement = runner.measure(scenario()
                .operation(() -> time.advanceMillis(1))
                .load(Load.closed(1).rampTo(3, millis(500)).hold(millis(5_000)))
                .iterations(100)
                .build());
        assertThat(measurement.samples()).isEqualTo(100);
    }

    @Test
    void measure_iterationsTakenBeforeAPause_endsWithoutWaitingForItsEnd() {
        Measurement measurement = runner.measure(scenario()
                .operation(() -> time.advanceMillis(10))
                .load(Load.closed(1)
                        .hold(millis(50))
                        .stepTo(0, Duration.ofMinutes(10))
                        .stepTo(1, millis(200)))
                .iterations(5)
                .build());
        assertThat(measurement.samples()).isEqualTo(5);
        assertThat(time.nanos()).isEqualTo(1_050_000_000L);
    }

    @Test
    void measure_iterationsTakenByOthers_endWhoIsNotWantedYet() {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(5);
        FakeTime waits = new FakeTime() {
            @Override
            public void awaitNanos(long nanos) {
                // Whoever waits sees the clock move when the operations are done.
                waiting.countDown();
                assertThatCode(done::await).doesNotThrowAnyException();
                super.awaitNanos(nanos);
            }
        };
        Measurement measurement = Runner.create()
                .withTime(waits)
                .measure(scenario()
                        .operation(() -> {
                            waiting.await();
                            waits.advanceMillis(10);
                            done.countDown();
                        })
                        .load(Load.closed(1).hold(Duration.ofMinutes(10)).stepTo(2, millis(200)))
                        .iterations(5)
                        .build());
        assertThat(measurement.samples()).isEqualTo(5);
        assertThat(waits.nanos()).isLessThan(2_000_000_000L);
    }

    @Test
    void measure_poissonInTheOpenModel_keepsTheRateOnAverage() {
        Measurement measurement = runner.measure(scenario()
                .operation(() -> time.advanceMillis(0))
                .load(Load.open(100).poisson(7))
                .duration(Duration.ofSeconds(100))
                .build());
        // 10 000 expected, standard deviation 100.
        assertThat(measurement.samples()).isBetween(9_600L, 10_400L);
        assertThat(measurement.loadModel()).isEqualTo("open, 100 /s, poisson by seed 7");
    }

    @Test
    void measure_randomThinkTime_isWithinItsRangeAndThatOfTheSeed() {
        List<Long> one = pauses(7);
        assertThat(one).allMatch(pause -> pause >= 10_000_000 && pause <= 30_000_000);
        assertThat(one.stream().distinct().count()).isGreaterThan(90);
        assertThat(one.stream().mapToLong(Long::longValue).average().orElseThrow())
                .isBetween(18_000_000.0, 22_000_000.0);
        assertThat(pauses(7)).isEqualTo(one);
        assertThat(pauses(8)).isNotEqualTo(one);
    }

    private List<Long> pauses(long seed) {
        List<Long> begun = new ArrayList<>();
        runner.measure(scenario()
                .operation(() -> begun.add(time.nanos()))
                .thinkTime(ThinkTime.between(millis(10), millis(30), seed))
                .iterations(101)
                .build());
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < begun.size(); i++) {
            pauses.add(begun.get(i) - begun.get(i - 1));
        }
        return pauses;
    }

    @Test
    void measure_mix_keepsItsOperationsApart() {
        Mix mix = Mix.of("read", 70, () -> time.advanceMillis(1))
                .and("write", 20, () -> time.advanceMillis(10))
                .and("break", 10, () -> {
                    throw new IllegalStateException("broken");
                });
        Measurement measurement =
                runner.measure(scenario().mix(mix).iterations(1_000).build());
        assertThat(measurement.samples()).isEqualTo(900);
        assertThat(measurement.errors()).isEqualTo(100);
        assertThat(measurement.operations()).containsOnlyKeys("read", "write", "break");
        assertThat(measurement.operation("read").samples()).isEqualTo(700);
        assertThat(measurement.operation("read").max()).isEqualTo(millis(1));
        assertThat(measurement.operation("write").samples()).isEqualTo(200);
        assertThat(measurement.operation("write").min()).isEqualTo(millis(10));
        assertThat(measurement.operation("write").errors()).isZero();
        assertThat(measurement.operation("break").errors()).isEqualTo(100);
        assertThat(measurement.operation("break").scenario()).isEqualTo("s / break");
        assertThat(measurement.operation("read").throughput()).isEqualTo(700 / 2.7);
        assertThatThrownBy(() -> measurement.operation("delete"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("measurement \"s\" has no operation \"delete\": known are [read, write, break]");
    }

    @Test
    void measure_mixInTheOpenModel_isDealtByArrivalWhoeverTakesIt() {
        Mix mix = Mix.of("read", 3, () -> {}).and("write", 1, () -> {});
        Measurement measurement = Runner.create()
                .measure(scenario()
                        .mix(mix)
                        .load(Load.open(100_000))
                        .users(5)
                        .iterations(4_000)
                        .build());
        assertThat(measurement.operation("read").samples()).isEqualTo(3_000);
        assertThat(measurement.operation("write").samples()).isEqualTo(1_000);
        assertThat(measurement.operation("write").scheduleLag()).isPresent();
    }

    @Test
    void measure_stateForEachUser_isItsOwnAndClosedAtTheEnd() {
        Set<Cart> carts = ConcurrentHashMap.newKeySet();
        Measurement measurement = Runner.create()
                .measure(scenario()
                        .perUser(
                                user -> {
                                    Cart cart = new Cart(user.index());
                                    carts.add(cart);
                                    return cart;
                                },
                                (user, cart) -> cart.add(user.index()))
                        .users(3)
                        .iterations(30)
                        .build());
        assertThat(measurement.errors()).isZero();
        assertThat(carts).hasSize(3).allMatch(cart -> cart.closed && cart.items.get() == 10);
    }

    private static final class Cart implements AutoCloseable {
        private final int owner;
        private final AtomicInteger items = new AtomicInteger();
        private volatile boolean closed;

        private Cart(int owner) {
            this.owner = owner;
        }

        private void add(int user) {
            if (user != owner || closed) {
                throw new IllegalStateException("not my cart");
            }
            items.incrementAndGet();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void state_ofAnotherType_saysWhatThereIs() {
        Measurement measurement = runner.measure(scenario()
                .userState(user -> "a cart")
                .operation(user -> user.state(Integer.class))
                .iterations(1)
                .build());
        assertThat(measurement.firstErrors().get(0))
                .hasMessage("user 0 of scenario \"s\" has no state of type java.lang.Integer: it has java.lang.String; "
                        + "open it with userState(..) or perUser(..)");
        assertThat(runner.measure(scenario()
                                .userState(user -> "a cart")
                                .operation(user -> user.state(String.class))
                                .iterations(1)
                                .build())
                        .errors())
                .isZero();
    }

    @Test
    void state_thatCannotBeOpened_failsTheRunAndClosesWhatSurroundsIt() {
        AtomicInteger closed = new AtomicInteger();
        assertThatThrownBy(() -> runner.measure(scenario()
                        .perUser(user -> closed::incrementAndGet)
                        .userState(user -> {
                            throw new IllegalStateException("no cart");
                        })
                        .operation(() -> {})
                        .iterations(1)
                        .build()))
                .isInstanceOf(PerfException.class)
                .hasMessageContaining("user 0 of scenario \"s\" could not be set up")
                .hasMessageContaining("no cart");
        assertThat(closed).hasValue(1);
    }
}
