package io.leadfactory.suite.benchmark.kit.peer;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The operations as JMH measures them. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JmhProbe {
    /** Forgets the iteration before, of which the first is the warm-up. */
    @Setup(Level.Iteration)
    public void forget() {
        Work.forget();
    }

    /** Does nothing. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public void nothing() {
        Work.nothing();
    }

    /**
     * Works on the CPU.
     *
     * @return a sum that nobody needs
     */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public long busy() {
        return Work.busy();
    }

    /** Spins for times of a known distribution. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public void mixture() {
        Work.mixture();
    }
}
