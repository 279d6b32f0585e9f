package io.leadfactory.perf.judge;

import static io.leadfactory.perf.define.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.run.Runner;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often the whole rule is wrong, from the run to the verdict, on a machine that is made up: its speed sways for long
 * stretches, the noise of neighbouring blocks correlates, and one operation in eight is hit by something that takes up to
 * four times as long. The seeds are fixed, so nothing here depends on the machine that runs it.
 */
@Tag("once")
class SequentialRuleTest {
    private static final int TRIALS = 120;

    /** A machine whose clock is moved by the operations alone. */
    private static final class Machine implements TimeSource {
        private final Random random;
        private double now = 1e9;
        private double sway;
        private double noise;

        Machine(long seed) {
            random = new Random(seed);
        }

        void operation(double micros) {
            sway = 0.99 * sway + Math.sqrt(1 - 0.99 * 0.99) * random.nextGaussian();
            noise = 0.5 * noise + Math.sqrt(1 - 0.5 * 0.5) * random.nextGaussian();
            double hit = random.nextInt(8) == 0 ? 1 + 3 * random.nextDouble() : 1;
            now += 1_000 * micros * Math.exp(0.2 * sway + 0.02 * noise) * hit;
        }

        @Override
        public long nanos() {
            return (long) now;
        }

        @Override
        public void awaitNanos(long nanos) {
            now = Math.max(now, (double) nanos);
        }
    }

    private static Map<Verdict, Integer> verdicts(double truth) {
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (int trial = 0; trial < TRIALS; trial++) {
            Machine machine = new Machine(trial);
            Judgement judgement = ComparisonJudge.judge(
                    Runner.create()
                            .withTime(machine)
                            .compare(Comparison.named("c")
                                    .reference(() -> machine.operation(2_000))
                                    .candidate(() -> machine.operation(2_000 * truth))
                                    .warmUp(10)
                                    .tolerance(percent(3))
                                    .budget(Duration.ofSeconds(4))
                                    .seed(trial)
                                    .build()),
                    Limit.atMost(Metric.OVERHEAD, 1.03));
            verdicts.merge(judgement.verdict(), 1, Integer::sum);
        }
        return verdicts;
    }

    /** On the limit itself a wrong word either way may come in half a per cent of the runs; four of 120 would be many. */
    @ParameterizedTest(name = "{0}: wrong at most {1}, undecided at most {2}")
    @CsvSource({"1.00, 0, 6", "1.03, 3, 120", "1.05, 0, 12", "1.10, 0, 0"})
    void judge_knownTruth_isWrongAsSeldomAsPromised(double truth, int wrongAtMost, int undecidedAtMost) {
        Map<Verdict, Integer> verdicts = verdicts(truth);
        int fails = verdicts.getOrDefault(Verdict.FAIL, 0);
        int passes = verdicts.getOrDefault(Verdict.PASS, 0);
        int wrong = truth < 1.03 ? fails : truth > 1.03 ? passes : Math.max(fails, passes);
        assertThat(wrong).as("%s", verdicts).isLessThanOrEqualTo(wrongAtMost);
        assertThat(TRIALS - fails - passes).as("%s", verdicts).isLessThanOrEqualTo(undecidedAtMost);
    }
}
