package io.leadfactory.perf;

import static io.leadfactory.perf.Perf.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.define.Load;
import io.leadfactory.perf.define.Mix;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Sweep;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;

/** What the README says of loads; none of it depends on how fast the machine is. */
class LoadReadmeTest {
    @Test
    void measure_aMixAtAChangingRate_judgesEachOperation() {
        ConcurrentSkipListMap<Long, String> map = new ConcurrentSkipListMap<>();
        // readme:mix
        Scenario scenario = Scenario.named("leads")
                .mix(Mix.of("read", 70, user -> map.get(user.iteration()))
                        .and("write", 30, user -> map.put(user.iteration(), "lead")))
                .load(Load.open(100).rampTo(500, Duration.ofMillis(500)).hold(Duration.ofMillis(500)))
                .users(4)
                .warmUp(WarmUp.iterations(100))
                .build();
        Measurement measurement = Perf.measure(scenario);
        assertThat(measurement).operation("read").p95().isBelow(Duration.ofSeconds(5));
        assertThat(measurement).operation("write").errors().isZero();
        // end:mix
        assertThat(measurement.samples()).isEqualTo(400);
    }

    @Test
    void measure_stateForEachUser_isItsOwn() {
        // readme:state
        Scenario scenario = Scenario.named("fill a cart")
                .perUser(user -> new ArrayList<Long>(), (user, cart) -> cart.add(user.iteration()))
                .users(4)
                .warmUp(WarmUp.none())
                .iterations(400)
                .build();
        // end:state
        assertThat(Perf.measure(scenario).errors()).isZero();
    }

    @Test
    void sweep_overUsers_tellsHowItScales() {
        ConcurrentSkipListMap<Long, Long> map = new ConcurrentSkipListMap<>();
        // readme:sweep
        SweepMeasurement sweep = Perf.sweep(Sweep.of(Scenario.named("put into a map")
                        .operation(user -> map.put(user.iteration(), 1L))
                        .warmUp(WarmUp.iterations(1_000))
                        .iterations(2_000)
                        .build())
                .over(1, 2, 4, 8)
                .rounds(5));
        System.out.println(sweep.describeLaw());
        // end:sweep
        assertThat(sweep.levels()).hasSize(4);
        assertThat(sweep.law()).isPresent();
    }
}
