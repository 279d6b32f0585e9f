package io.leadfactory.perf.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorControlTest {
    private static Finding finding(Verdict verdict, double p) {
        Figure figure = new Figure(Metric.MEAN, 12, 11, 13, 100);
        return new Finding(Limit.below(Metric.MEAN, 10), figure, verdict, "because", p);
    }

    private static ErrorControl control() {
        return ErrorControl.of(0.01, OptionalInt.empty());
    }

    @Test
    void admit_beyondDoubt_staysFail() {
        Finding fail = finding(Verdict.FAIL, 1e-9);
        assertThat(control().admit(fail)).isSameAs(fail);
    }

    @Test
    void admit_weakFail_becomesInconclusiveAndSaysWhatIsMissing() {
        Finding doubt = control().admit(finding(Verdict.FAIL, 0.02));
        assertThat(doubt.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(doubt.reason())
                .isEqualTo("because, but among all checks of the run chance may do that: p is 0.020 and must be at most"
                        + " 0.0050; take more samples");
    }

    @Test
    void admit_countsAndPasses_areUntouched() {
        ErrorControl control = control();
        Finding errors =
                new Finding(Limit.atMost(Metric.ERRORS, 0), Figure.exact(Metric.ERRORS, 1, 10), Verdict.FAIL, "errors");
        Finding pass = finding(Verdict.PASS, 1);
        assertThat(control.admit(errors)).isSameAs(errors);
        assertThat(control.admit(pass)).isSameAs(pass);
        assertThat(control.settle(errors)).isSameAs(errors);
    }

    @Test
    void admit_sharesWithoutANumber_addUpToOneAndShrink() {
        ErrorControl control = control();
        assertThat(control.admit(finding(Verdict.FAIL, 0.0049)).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(control.admit(finding(Verdict.FAIL, 0.0017)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(control.admit(finding(Verdict.FAIL, 0.0008)).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void admit_declaredNumber_givesEqualSharesAndNothingBeyond() {
        ErrorControl control = ErrorControl.of(0.01, OptionalInt.of(2));
        assertThat(control.admit(finding(Verdict.FAIL, 0.0049)).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(control.admit(finding(Verdict.PASS, 1)).verdict()).isEqualTo(Verdict.PASS);
        Finding beyond = control.admit(finding(Verdict.FAIL, 1e-30));
        assertThat(beyond.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(beyond.reason())
                .endsWith("perf.checks declares 2 statistical checks and this is number 3: declare as"
                        + " many as there are");
        assertThat(control.settle(beyond)).isSameAs(beyond);
    }

    @Test
    void settle_confirmedFail_givesItsShareToTheOthers() {
        ErrorControl control = ErrorControl.of(0.01, OptionalInt.of(2));
        Finding weak = finding(Verdict.FAIL, 0.008);
        Finding doubt = control.admit(weak);
        assertThat(doubt.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(control.settle(doubt)).isSameAs(doubt);
        control.admit(finding(Verdict.FAIL, 1e-9));
        assertThat(control.settle(doubt)).isSameAs(weak);
    }

    @Test
    void settle_holmStopsAtTheFirst_restStaysInDoubt() {
        ErrorControl control = ErrorControl.of(0.01, OptionalInt.of(3));
        Finding first = control.admit(finding(Verdict.FAIL, 0.006));
        Finding second = control.admit(finding(Verdict.FAIL, 0.009));
        control.admit(finding(Verdict.FAIL, 0.001));
        assertThat(control.settle(first).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(control.settle(second).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** A thousand seeded runs of forty limits that all hold: p-values are uniform, and a tenth of them gets to claim. */
    @Test
    void admitAndSettle_nothingWrongInAThousandRuns_failsInOneOfAHundredAtMost() {
        Random random = new Random(20261127);
        int plain = 0;
        int controlled = 0;
        for (int run = 0; run < 1_000; run++) {
            ErrorControl control = run % 2 == 0 ? control() : ErrorControl.of(0.01, OptionalInt.of(40));
            List<Finding> admitted = new ArrayList<>();
            boolean any = false;
            for (int i = 0; i < 40; i++) {
                double p = random.nextDouble();
                any |= p <= 0.025;
                admitted.add(control.admit(finding(p <= 0.025 ? Verdict.FAIL : Verdict.PASS, p)));
            }
            plain += any ? 1 : 0;
            boolean failed = admitted.stream().map(control::settle).anyMatch(one -> one.verdict() == Verdict.FAIL);
            controlled += failed ? 1 : 0;
        }
        assertThat(plain).as("runs with a false FAIL without control").isGreaterThan(550);
        assertThat(controlled).as("runs with a false FAIL, of 1 000").isLessThanOrEqualTo(20);
    }

    @Test
    void of_badArguments_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorControl.of(0, OptionalInt.empty()))
                .withMessage("error rate must be above 0 and below 1: 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorControl.of(0.01, OptionalInt.of(0)))
                .withMessage("checks must be positive: 0");
    }

    @Test
    void pValue_ofAnInterval_isThatOfItsStandardErrors() {
        Finding straddles = Judge.judge(new Figure(Metric.MEAN, 12, 10, 14, 9), Limit.below(Metric.MEAN, 10));
        assertThat(straddles.pValue()).isCloseTo(0.025, within(1e-6));
        Finding far = Judge.judge(new Figure(Metric.MEAN, 12, 11.5, 14, 9), Limit.below(Metric.MEAN, 10));
        assertThat(far.pValue()).isBetween(1e-15, 1e-14);
        assertThat(Judge.judge(new Figure(Metric.MEAN, 9, 8, 10, 9), Limit.below(Metric.MEAN, 10))
                        .pValue())
                .isEqualTo(1);
        assertThat(Judge.judge(Figure.exact(Metric.MAX, 12, 9), Limit.below(Metric.MAX, 10))
                        .pValue())
                .isNaN();
        assertThat(Significance.normalAbove(3)).isCloseTo(0.0013498980, within(1e-9));
        assertThat(Significance.normalAbove(2.99999)).isCloseTo(Significance.normalAbove(3.00001), within(1e-6));
        assertThat(Significance.normalAbove(-1)).isCloseTo(0.8413447, within(1e-6));
    }
}
