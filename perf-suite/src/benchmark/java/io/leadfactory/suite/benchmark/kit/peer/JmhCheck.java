package io.leadfactory.suite.benchmark.kit.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class JmhCheck {
    @Benchmark
    public long hash() {
        return Work.busy();
    }

    @Test
    void hash_isFastEnough() throws Exception {
        var result = new Runner(new OptionsBuilder()
                        .include(JmhCheck.class.getName() + ".hash")
                        .forks(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.seconds(1))
                        .shouldFailOnError(true)
                        .build())
                .runSingle();
        assertTrue(result.getPrimaryResult().getStatistics().getPercentile(95) < 35);
    }
}
