package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.run.ProgressListener.Phase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final StringBuilder out = new StringBuilder();
    private long now = 1_000_000_000L;
    private final TimeSource time = new TimeSource() {
        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void awaitNanos(long nanos) {
            now = nanos;
        }
    };

    @Test
    void inLines_longRun_writesNowAndThen() {
        ConsoleProgress progress = ConsoleProgress.timed(out, false, time);
        progress.at(3, 17);

        progress.started("A3 query");
        for (int i = 1; i <= 48; i++) {
            pass(250);
            progress.progressed("A3 query", i <= 8 ? Phase.WARM_UP : Phase.MEASURE, i <= 8 ? i / 8.0 : (i - 8) / 40.0);
        }
        progress.finished("A3 query");

        assertThat(out).hasToString("""
                        [3/17] A3 query, measuring 30 %, 7 s left
                        [3/17] A3 query, measuring 80 %, 2 s left
                        [3/17] A3 query, done in 12.0 s
                        """);
    }

    @Test
    void onTerminal_run_rewritesOneLine() {
        ConsoleProgress progress = ConsoleProgress.timed(out, true, time);

        progress.started("A1");
        pass(250);
        progress.progressed("A1", Phase.WARM_UP, 0.5);
        pass(250);
        progress.progressed("A1", Phase.MEASURE, 0.01);
        progress.finished("A1");

        assertThat(out.toString().split("\r", -1))
                .extracting(String::strip)
                .containsExactly(
                        "", "A1 ...", "A1, warming up 50 %, 1 s left", "A1, measuring 1 %", "A1, done in 0.5 s");
        assertThat(out.toString()).endsWith("\n").containsOnlyOnce("\n");
    }

    @Test
    void finished_hostileName_staysOnItsLine() {
        ConsoleProgress.timed(out, false, time).finished("a\nb\u001b[2J" + "c".repeat(200));

        assertThat(out.toString()).startsWith("a b [2Jccc").hasLineCount(1).hasSizeLessThan(80);
    }

    @Test
    void finished_manyShortParts_keepsALineASecond() {
        ConsoleProgress progress = ConsoleProgress.timed(out, false, time);

        for (int part = 1; part <= 25; part++) {
            progress.started("round " + part);
            pass(100);
            progress.finished("round " + part);
        }

        assertThat(out).hasToString("""
                        round 1, done in 0.1 s
                        round 11, done in 0.1 s
                        round 21, done in 0.1 s
                        """);
    }

    @Test
    void finished_plannedRun_saysHowLongTheWholeStillTakes() {
        Pace pace = Pace.of(plan(), time);
        ConsoleProgress progress = ConsoleProgress.timed(out, false, time);

        pace.begin("A1");
        progress.at(pace);
        progress.started("A1");
        pass(20_000);
        progress.finished("A1");
        pace.begin("A2");
        progress.at(pace);
        progress.started("A2");
        pass(1_000);
        progress.finished("A2");

        assertThat(out).hasToString("""
                        [1/3] A1, done in 20.0 s, about 1:00 left in all
                        [2/3] A2, done in 1.0 s, about 1:59 left in all
                        """);
    }

    private static Map<String, Duration> plan() {
        Map<String, Duration> plan = new LinkedHashMap<>();
        plan.put("A1", Duration.ofSeconds(10));
        plan.put("A2", Duration.ofSeconds(50));
        plan.put("A3", Duration.ofSeconds(10));
        return plan;
    }

    private void pass(long millis) {
        now += millis * 1_000_000;
    }
}
