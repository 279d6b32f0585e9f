package io.leadfactory.perf.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Scenario.Builder scenario() {
        return Scenario.named("s").operation(() -> {});
    }

    @Test
    void stages_ofEveryKind_followEachOther() {
        Load load = Load.open(10).rampTo(100, SECOND).hold(SECOND).stepTo(20, SECOND);
        assertThat(load.stages())
                .containsExactly(new Stage(10, 100, SECOND), new Stage(100, 100, SECOND), new Stage(20, 20, SECOND));
        assertThat(load.length()).isEqualTo(Duration.ofSeconds(3));
        assertThat(load.peak()).isEqualTo(100);
        assertThat(load.ratePerSecond()).isEqualTo(10);
        assertThat(load).hasToString("open, 10 to 100 in PT1S, 100 for PT1S, 20 for PT1S /s");
    }

    @Test
    void stairsTo_closed_roundsToWholeUsers() {
        Load load = Load.closed(1).stairsTo(10, 4, SECOND);
        assertThat(load.stages().stream().map(Stage::to)).isEqualTo(List.of(3.0, 6.0, 8.0, 10.0));
        assertThat(load).hasToString("closed, users 3 for PT1S, 6 for PT1S, 8 for PT1S, 10 for PT1S");
    }

    @Test
    void closed_withAllUsersAtOnce_hasNoStages() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Load.closed().rampTo(10, SECOND))
                .withMessageContaining("begin with Load.closed(1)");
    }

    @Test
    void levels_thatCannotBe_refuse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Load.closed(1).rampTo(2.5, SECOND))
                .withMessage("users must be a whole number: 2.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Load.open(1).rampTo(-1, SECOND))
                .withMessage("level of a stage must be a number of at least 0: -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Load.open(1).hold(Duration.ZERO))
                .withMessage("time of a stage must be positive: PT0S");
        assertThatIllegalStateException()
                .isThrownBy(() -> Load.closed(1).poisson(1))
                .withMessageStartingWith("poisson arrivals are of the open model");
    }

    @Test
    void scenario_withStages_hasTheirUsersAndTheirEnd() {
        Scenario scenario =
                scenario().load(Load.closed(1).rampTo(7, SECOND).hold(SECOND)).build();
        assertThat(scenario.users()).isEqualTo(7);
        assertThat(scenario.duration()).hasValue(Duration.ofSeconds(2));
    }

    @Test
    void scenario_withFewerUsersThanItsLoad_refuses() {
        assertThatIllegalStateException()
                .isThrownBy(() -> scenario()
                        .users(3)
                        .load(Load.closed(1).rampTo(7, SECOND))
                        .build())
                .withMessageContaining("has 3 users, but its load (closed, users 1 to 7 in PT1S) wants 7");
        assertThatIllegalStateException()
                .isThrownBy(() -> scenario().load(Load.closed(0).hold(SECOND)).build())
                .withMessageContaining("nobody would work");
    }

    @Test
    void describe_mostlyDefaults_saysWhichAre() {
        Scenario scenario = scenario()
                .users(4)
                .thinkTime(ThinkTime.between(Duration.ofMillis(5), Duration.ofMillis(9), 7))
                .iterations(10)
                .build();
        assertThat(scenario.describe().stream().map(Setting::toString))
                .containsExactly(
                        "users 4",
                        "load closed (default)",
                        "thinkTime PT0.005S .. PT0.009S by seed 7",
                        "warmUp detected, at most PT2S (default)",
                        "iterations 10",
                        "duration no limit (default)",
                        "hangLimit PT1M (default)",
                        "expectError none (default)",
                        "count none (default)");
    }

    @Test
    void toBuilder_ofAnyScenario_keepsWhatIsNotSetAgain() {
        Scenario scenario = scenario()
                .virtualUsers(4)
                .warmUp(WarmUp.none())
                .thinkTime(Duration.ofMillis(3))
                .expectError(IllegalStateException.class)
                .iterations(10)
                .build();
        Scenario other = scenario.toBuilder().iterations(20).build();
        assertThat(other.iterations()).hasValue(20);
        assertThat(other.toBuilder().iterations(10).build().describe()).isEqualTo(scenario.describe());
        assertThat(other.operation()).isSameAs(scenario.operation());
    }

    @Test
    void mix_badParts_refuses() {
        Mix mix = Mix.of("read", 70, () -> {}).and("write", 30, () -> {});
        assertThat(mix.deck()).containsExactly(7, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mix.and("read", 1, () -> {}))
                .withMessageContaining("\"read\" already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mix.and("sync", 0, () -> {}))
                .withMessage("weight of \"sync\" must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mix.and("sync", 99_991, () -> {}))
                .withMessageContaining("must come to at most 10000");
        assertThatIllegalStateException()
                .isThrownBy(() -> scenario().mix(mix))
                .withMessageContaining("has an operation already");
    }

    @Test
    void sweep_badLevels_refuses() {
        Scenario work = scenario().iterations(5).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sweep.of(work))
                .withMessageContaining("5 iterations for 8 users");
        Scenario timed = scenario().duration(SECOND).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sweep.of(timed).over(2, 2))
                .withMessage("users of a sweep must ascend: [2, 2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sweep.of(timed).rounds(2))
                .withMessage("a sweep needs at least 3 rounds: 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Sweep.of(scenario().load(Load.open(1)).duration(SECOND).build()))
                .withMessageContaining("needs the closed model");
        assertThat(Sweep.of(timed).at(4).users()).isEqualTo(4);
    }
}
