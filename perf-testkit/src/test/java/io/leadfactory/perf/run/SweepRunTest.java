package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Sweep;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.machine.HostReading;
import io.leadfactory.perf.machine.HostSource;
import io.leadfactory.perf.machine.ThreadWait;
import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SweepRunTest {
    @Test
    void sweep_anyScenario_measuresEachLevelOnceInEachRound() {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        Set<Integer> seen = Collections.synchronizedSet(new HashSet<>());
        Sweep sweep = Sweep.of(Scenario.named("s")
                        .perUser(user -> {
                            seen.add(user.index());
                            return () -> {
                                synchronized (seen) {
                                    if (!seen.isEmpty()) {
                                        order.add(seen.size());
                                        seen.clear();
                                    }
                                }
                            };
                        })
                        .operation(() -> {})
                        .warmUp(WarmUp.none())
                        .iterations(12)
                        .build())
                .over(1, 2, 3, 4)
                .rounds(6);
        SweepMeasurement measured = Runner.create().sweep(sweep);

        assertThat(measured.levels().stream().map(level -> level.users())).containsExactly(1, 2, 3, 4);
        assertThat(measured.levels()).allSatisfy(level -> {
            assertThat(level.rounds()).hasSize(6);
            assertThat(level.measurement().samples()).isEqualTo(72);
        });
        assertThat(order).hasSize(24);
        Set<List<Integer>> orders = new HashSet<>();
        for (int round = 0; round < 6; round++) {
            List<Integer> one = order.subList(4 * round, 4 * round + 4);
            assertThat(one).containsExactlyInAnyOrder(1, 2, 3, 4);
            orders.add(List.copyOf(one));
        }
        assertThat(orders).hasSizeGreaterThan(1);
        assertThat(measured.law()).isPresent();
    }

    private static final class StillHost implements HostSource {
        @Override
        public HostReading read() {
            return new HostReading(2, 0, 0, 0, 0, Map.of());
        }

        @Override
        public ThreadWait threadWait() {
            return new ThreadWait() {
                @Override
                public long nanos() {
                    return 0;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }
    }

    @Test
    void sweep_eachRound_looksAtTheMachineAndCounts() {
        AtomicLong calls = new AtomicLong();
        SweepMeasurement measured = Runner.create()
                .withHost(new StillHost())
                .sweep(Sweep.of(Scenario.named("s")
                                .operation(calls::incrementAndGet)
                                .warmUp(WarmUp.none())
                                .iterations(12)
                                .count("calls", calls::get)
                                .build())
                        .over(1, 2)
                        .rounds(3));
        assertThat(measured.levels()).allSatisfy(level -> {
            assertThat(level.rounds())
                    .allSatisfy(round ->
                            assertThat(round.machine().host().busyCores()).isZero());
            assertThat(level.measurement().machine().host().busyCores()).isZero();
            assertThat(level.measurement().counts()).containsExactly(Map.entry("calls", new Count(36, 36)));
        });
    }
}
