package io.leadfactory.perf.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private static Scenario.Builder complete() {
        return Scenario.named("s").operation(() -> {}).iterations(10);
    }

    @Test
    void build_onlyWhatMustBe_hasTheDefaults() {
        Scenario scenario = complete().build();
        assertThat(scenario.users()).isEqualTo(1);
        assertThat(scenario.virtual()).isFalse();
        assertThat(scenario.load().isOpen()).isFalse();
        assertThat(scenario.thinkTime().isZero()).isTrue();
        assertThat(scenario.warmUp()).hasToString("detected, at most PT2S");
        assertThat(scenario.hangLimit()).isEqualTo(Duration.ofMinutes(1));
        assertThat(scenario.duration()).isEmpty();
        assertThat(scenario.iterations()).hasValue(10);
        assertThat(scenario.expects(new IllegalStateException())).isFalse();
    }

    @Test
    void hangLimit_longerThanTheClockCanCount_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().hangLimit(Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageStartingWith("hang limit must be at most PT876600H: ");
        assertThat(complete().thinkTime(Duration.ofDays(1)).build().thinkTime().mean())
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller without null checks may do.
    void operation_null_refusesInsteadOfFailingLater() {
        assertThatNullPointerException()
                .isThrownBy(() -> Scenario.named("s").operation((Operation) null))
                .withMessage("operation");
        assertThatNullPointerException()
                .isThrownBy(() -> complete().prepare((Operation) null))
                .withMessage("preparation");
    }

    @Test
    void named_blank_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.named(" "))
                .withMessage("scenario name must not be blank: \" \"");
    }

    @Test
    void users_zeroOrNegative_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().users(0))
                .withMessage("users must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().virtualUsers(-3))
                .withMessage("users must be positive: -3");
    }

    @Test
    void users_afterVirtualUsers_refuses() {
        assertThatIllegalStateException()
                .isThrownBy(() -> complete().virtualUsers(2).users(2))
                .withMessage("scenario \"s\" cannot have both users and virtualUsers: choose one kind of thread");
    }

    @Test
    void operation_second_refuses() {
        assertThatIllegalStateException()
                .isThrownBy(() -> complete().operation(() -> {}))
                .withMessage("scenario \"s\" has an operation already: one is timed");
    }

    @Test
    void build_noOperation_refuses() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Scenario.named("s").iterations(1).build())
                .withMessage("scenario \"s\" has no operation: call operation(..)");
    }

    @Test
    void build_noEnd_endsAfterASecond() {
        Scenario scenario = Scenario.named("s").operation(() -> {}).build();
        assertThat(scenario.duration()).contains(Duration.ofSeconds(1));
        assertThat(scenario.iterations()).isEmpty();
    }

    @Test
    void build_fewerIterationsThanUsers_refuses() {
        assertThatIllegalStateException()
                .isThrownBy(() -> complete().users(11).build())
                .withMessageContaining("10 iterations for 11 users");
    }

    @Test
    void build_thinkTimeInTheOpenModel_refuses() {
        assertThatIllegalStateException()
                .isThrownBy(() -> complete()
                        .load(Load.open(5))
                        .thinkTime(Duration.ofMillis(1))
                        .build())
                .withMessageContaining("cannot have a think time in the open model");
    }

    @Test
    void iterations_zero_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().iterations(0))
                .withMessage("iterations must be positive: 0");
    }

    @Test
    void durations_notPositive_refuse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().duration(Duration.ZERO))
                .withMessage("duration must be positive: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().hangLimit(Duration.ofSeconds(-1)))
                .withMessage("hang limit must be positive: PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().thinkTime(Duration.ofNanos(-1)))
                .withMessage("think time must not be negative: PT-0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WarmUp.detected(Duration.ZERO))
                .withMessage("warm-up cap must be positive: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WarmUp.iterations(-1))
                .withMessage("warm-up iterations must be positive: -1");
    }

    @Test
    void open_rateThatIsNone_refuses() {
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Load.open(rate))
                    .withMessage("rate must be a positive number of operations per second: " + rate);
        }
    }

    @Test
    void toString_ofLoads_namesTheModel() {
        assertThat(Load.closed()).hasToString("closed");
        assertThat(Load.open(200)).hasToString("open, 200 /s");
        assertThat(Load.open(0.5)).hasToString("open, 0.5 /s");
    }

    @Test
    void expects_subclassOfAnExpectedType_isTrue() {
        Scenario scenario = complete().expectError(RuntimeException.class).build();
        assertThat(scenario.expects(new IllegalStateException())).isTrue();
        assertThat(scenario.expects(new Exception())).isFalse();
    }

    @Test
    void memoryScenario_tooFewKeptCycles_refuses() {
        Scenario work = complete().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryScenario.of(work).withCycles(6))
                .withMessage("a trend needs at least 5 cycles that are not dropped: 6 cycles, 2 dropped");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryScenario.of(work).withDropped(-1))
                .withMessage("dropped cycles must not be negative: -1");
        assertThat(MemoryScenario.of(work).cycles()).isEqualTo(10);
    }

    @Test
    void recoveryScenario_withoutProbeOrFault_refuses() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        RecoveryScenario.named("r").fault(() -> {}, () -> {}).build())
                .withMessage("scenario \"r\" has no probe: call probe(..)");
        assertThatIllegalStateException()
                .isThrownBy(() -> RecoveryScenario.named("r").probe(() -> {}).build())
                .withMessage("scenario \"r\" has no fault: call fault(..)");
    }

    @Test
    void comparison_badParts_refuses() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Comparison.named("c").reference(() -> {}).build())
                .withMessageContaining("needs two sides");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Comparison.named("c").pairs(21))
                .withMessage("pairs must be an even number of at least 20: 21");
    }
}
