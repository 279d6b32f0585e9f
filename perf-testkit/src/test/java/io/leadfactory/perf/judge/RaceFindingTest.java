package io.leadfactory.perf.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leadfactory.perf.measure.RaceOutcome;
import io.leadfactory.perf.measure.RaceOutcome.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class RaceFindingTest {
    private static RaceOutcome of(long wanted, long rounds, long overlapping, @Nullable Violation violation) {
        return new RaceOutcome(
                "lost update",
                List.of("one", "two"),
                false,
                42,
                wanted,
                rounds,
                overlapping,
                Map.of("done", rounds),
                Duration.ofSeconds(1),
                violation);
    }

    private static Finding judge(RaceOutcome outcome) {
        return Judge.judge(outcome).findings().get(0);
    }

    @Test
    void judge_allRoundsHold_passesAndSaysWhatThatMeans() {
        Finding finding = judge(of(10_000, 10_000, 9_000, null));
        assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
        assertThat(finding.reason())
                .isEqualTo(
                        "no violation in 10,000 rounds: with 95 % confidence fewer than 1 round in 3,339 violates it "
                                + "here; no proof");
    }

    @Test
    void judge_timeOverBefore_isInconclusive() {
        Finding finding = judge(of(10_000, 9_999, 9_000, null));
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.reason()).startsWith("the time was over after 9,999 of 10,000 rounds");
    }

    @Test
    void judge_actorsHardlyMet_isInconclusive() {
        Finding finding = judge(of(10_000, 10_000, 299, null));
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.reason())
                .startsWith("the actors were at work at the same time in only 299 of 10,000 rounds");
        assertThat(judge(of(10_000, 10_000, 300, null)).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judge(of(20, 20, 2, null)).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judge(of(0, 0, 0, null)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judge_timeAloneEndsTheHunt_needsRoundsThatOverlapped() {
        Finding finding = judge(of(0, 5_000, 299, null));
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.reason())
                .isEqualTo(
                        "the actors were at work at the same time in only 299 of 5,000 rounds, a hunt that the time alone"
                                + " ends needs 300: give it more time, or say how many rounds(..) are enough");
        assertThat(judge(of(0, 1, 1, null)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(of(0, 5_000, 300, null)).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void assertPassed_violation_tellsRoundSeedOutcomesAndWhatToDo() {
        IllegalStateException cause = new IllegalStateException("lost");
        Violation violation = new Violation(312, "one: 0, two: 0", "the invariant does not hold", "together", cause);
        AssertionFailedError error = catchThrowableOfType(
                AssertionFailedError.class,
                () -> Judge.judge(of(10_000, 312, 200, violation)).assertPassed());
        assertThat(error).hasCause(cause);
        assertThat(String.valueOf(error.getMessage()).strip().lines().map(line -> line.replaceAll(" +:", ":")))
                .contains(
                        "scenario: lost update",
                        "expected violations at most: 0",
                        "but was: 1",
                        "verdict: FAIL, the invariant does not hold, in round 312",
                        "outcome: one: 0, two: 0",
                        "started: together",
                        "to repeat: seed(42L) gives the same delays and order, not the same interleaving",
                        "to go on: Lincheck or jcstress search interleavings one by one and show the one that breaks",
                        "outcomes: 312 x [done]",
                        "rounds: 312, with all actors at work at the same time in 200",
                        "actors: one, two",
                        "seed: 42");
    }
}
