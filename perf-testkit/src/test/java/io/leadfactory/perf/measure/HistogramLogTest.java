package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramLogTest {
    private static final Instant START = Instant.parse("2026-11-23T14:30:05.250Z");

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000, 100_000})
    void write_thenRead_losesNothing(int samples) {
        Distribution times = measured(samples, samples, 0).responseTime();

        List<HistogramLog.Entry> read = HistogramLog.read(
                HistogramLog.write(List.of(new HistogramLog.Entry("0-response", START, Duration.ofSeconds(9), times))));

        assertThat(read).hasSize(1);
        assertThat(read.get(0).tag()).isEqualTo("0-response");
        assertThat(read.get(0).startedAt()).isEqualTo(START);
        assertThat(read.get(0).length()).isEqualTo(Duration.ofSeconds(9));
        assertSame(read.get(0).times(), times);
    }

    @Test
    void write_severalTagsAndAnEmptyOne_keepsThemApart() {
        Distribution few = measured(5, 1, 0).responseTime();
        Distribution many = measured(500, 2, 0).responseTime();
        Distribution none = Measurement.of("s").build().responseTime();

        List<HistogramLog.Entry> read = HistogramLog.read(HistogramLog.write(List.of(
                new HistogramLog.Entry("few", START, Duration.ZERO, few),
                new HistogramLog.Entry("none", START, Duration.ZERO, none),
                new HistogramLog.Entry("many", START, Duration.ZERO, many))));

        assertThat(read).extracting(HistogramLog.Entry::tag).containsExactly("few", "many");
        assertSame(read.get(0).times(), few);
        assertSame(read.get(1).times(), many);
    }

    @Test
    void read_logWithoutOurComments_isExactToThreeDigits() {
        Distribution times = measured(2_000, 3, 0).responseTime();
        String log = HistogramLog.write(List.of(new HistogramLog.Entry("t", START, Duration.ofSeconds(1), times)));

        Distribution read =
                HistogramLog.read(log.replaceAll("#\\[Exact.*\n", "")).get(0).times();

        assertThat(read.samples()).isEqualTo(2_000);
        assertThat(read.meanNanos()).isCloseTo(times.meanNanos(), Percentage.withPercentage(0.1));
        assertThat(read.maxNanos()).isCloseTo(times.maxNanos(), Percentage.withPercentage(0.1));
    }

    @Test
    void read_rubbish_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HistogramLog.read("#[x]\nTag=a,1.0,2.0,3.0,HISTFAAAAkrubbish\n"))
                .withMessageStartingWith("a line is no histogram: ");
        assertThat(HistogramLog.read("")).isEmpty();
    }

    @Test
    void entry_tagWithAComma_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HistogramLog.Entry(
                        "a,b", START, Duration.ZERO, Measurement.of("s").build().responseTime()))
                .withMessage("a histogram's tag has neither comma nor blank: \"a,b\"");
    }

    @Test
    void restored_twoRecorders_areWhatOneRecorderOfAllWouldBe() {
        Measurement one = measured(3_000, 4, 0);
        Measurement other = measured(2_000, 5, 3);
        Recorder both = Recorder.closed();
        fill(both, 3_000, 4, 0);
        fill(both, 2_000, 5, 3);
        Measurement whole = Measurement.of("s").add(both).build();

        Measurement merged =
                Measurement.of("s").add(restored(one)).add(restored(other)).build();

        assertSame(merged.responseTime(), whole.responseTime());
        assertThat(merged.responseTime().percentileInterval(95, 0.95))
                .isEqualTo(whole.responseTime().percentileInterval(95, 0.95));
        assertThat(merged.errors()).isEqualTo(3);
        assertThat(merged.unexpectedErrors()).isEqualTo(3);
        assertThat(merged.errorsByType()).isEqualTo(whole.errorsByType());
        assertThat(merged.timeline().stream().mapToLong(Slot::count).sum()).isEqualTo(5_000);
    }

    private static Recorder restored(Measurement measurement) {
        Distribution read = HistogramLog.read(HistogramLog.write(
                        List.of(new HistogramLog.Entry("t", START, measurement.elapsed(), measurement.responseTime()))))
                .get(0)
                .times();
        return Recorder.restored(
                Optional.of(read),
                Optional.empty(),
                Optional.empty(),
                measurement.timeline(),
                measurement.errorsByType(),
                measurement.unexpectedErrors());
    }

    private static void assertSame(Distribution actual, Distribution expected) {
        assertThat(actual.samples()).isEqualTo(expected.samples());
        assertThat(actual.min()).isEqualTo(expected.min());
        assertThat(actual.max()).isEqualTo(expected.max());
        assertThat(actual.meanNanos()).isEqualTo(expected.meanNanos());
        assertThat(actual.percentileCurve()).isEqualTo(expected.percentileCurve());
    }

    private static Measurement measured(int samples, long seed, int errors) {
        Recorder recorder = Recorder.closed();
        fill(recorder, samples, seed, errors);
        return Measurement.of("s").add(recorder).build();
    }

    private static void fill(Recorder recorder, int samples, long seed, int errors) {
        Random random = new Random(seed);
        long now = 0;
        for (int i = 0; i < samples; i++) {
            // Whole microseconds, whose sums are exact in any order.
            long nanos = 1_000 * (long) (5_000 * Math.exp(random.nextGaussian()));
            now += nanos;
            recorder.record(now, nanos);
        }
        for (int i = 0; i < errors; i++) {
            recorder.fail(now, new IllegalStateException("lost"), false);
        }
    }
}
