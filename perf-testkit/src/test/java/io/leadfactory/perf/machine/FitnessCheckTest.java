package io.leadfactory.perf.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitnessCheckTest {
    @TempDir
    Path root;

    private Fitness check(long... roundMillis) {
        AtomicLong now = new AtomicLong();
        Iterator<Long> rounds = LongStream.of(roundMillis).iterator();
        Runnable work = () -> now.addAndGet(rounds.next() * 1_000_000);
        return new FitnessCheck(HostFiles.at(root), HostSource.none(), now::get, work).run();
    }

    @Test
    void run_steadyRounds_isFitAndDropsTheFirstTwo() {
        Fitness fitness = check(90, 40, 10, 10, 11, 10, 10);
        assertThat(fitness.state()).isEqualTo(Fitness.State.FIT);
        assertThat(fitness.spread()).isCloseTo(0.1, within(1e-9));
        assertThat(fitness.rulerNanos()).isEqualTo(2.5);
        assertThat(fitness.sentence()).isEqualTo("fit: the same work varies by 10.0 % (ruler 2.500 ns)");
    }

    @Test
    void run_oneRoundMuchLonger_isUnfitAndSaysWhy() {
        Fitness fitness = check(10, 10, 10, 10, 16, 10, 10);
        assertThat(fitness.isUnfit()).isTrue();
        assertThat(fitness.sentence()).isEqualTo("unfit: the same work took up to 60 % longer (ruler 2.500 ns)");
    }

    @Test
    void run_slowMachine_stopsAfterHalfASecond() {
        assertThat(check(110, 110, 110, 110, 110).state()).isEqualTo(Fitness.State.FIT);
    }

    @Test
    void run_pressure_isUnfit() {
        new FakeFiles(root)
                .with("proc/pressure/cpu", "some avg10=87.50 avg60=1.00 avg300=2.00 total=3\nfull avg10=0.00\n");
        Fitness fitness = check(10, 10, 10, 10, 10, 10, 10);
        assertThat(fitness.pressure()).isEqualTo(0.875);
        assertThat(fitness.reasons()).containsExactly("somebody waited for a core in 88 % of the last 10 s");
    }
}
