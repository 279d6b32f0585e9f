package io.leadfactory.perf;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.RecoveryScenario;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.judge.ComparisonJudge;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.RecoveryMeasurement;
import io.leadfactory.perf.run.HangException;
import io.leadfactory.perf.run.Runner;

/**
 * The front door for who needs no JUnit: measures and judges. Thread-safe, but two measurements at the same time disturb
 * each other's times.
 */
public final class Perf {
    private static final Runner RUNNER = Runner.create();

    private Perf() {}

    /**
     * Runs a scenario.
     *
     * @param scenario what to measure
     * @return what it did
     * @throws HangException if an operation did not end within the hang limit
     * @throws PerfException if a user could not be set up or closed, or the calling thread was interrupted
     */
    public static Measurement measure(Scenario scenario) {
        return RUNNER.measure(scenario);
    }

    /**
     * Runs cycles of work, each followed by a forced collection.
     *
     * @param scenario the work and the number of cycles
     * @return what stayed in memory
     * @throws HangException if an operation did not end within the hang limit
     * @throws PerfException if the JVM does not collect on request, or for the reasons of {@link #measure(Scenario)}
     */
    public static MemoryTrend memory(MemoryScenario scenario) {
        return RUNNER.memory(scenario);
    }

    /**
     * Runs a fault that comes and goes while a probe asks at a fixed rate.
     *
     * @param scenario the fault and the probe
     * @return how long the system needed after each fault
     * @throws HangException if a probe or the fault's switch did not end within the hang limit
     * @throws PerfException if the fault could not be begun or ended, or the calling thread was interrupted
     */
    public static RecoveryMeasurement recovery(RecoveryScenario scenario) {
        return RUNNER.recovery(scenario);
    }

    /**
     * Times two operations side by side.
     *
     * @param comparison the two operations
     * @return the times of neighbouring blocks, for {@link PerfAssertions#assertThat(PairedMeasurement)} or
     *     {@link io.leadfactory.perf.judge.Ratio#of(PairedMeasurement)}
     * @throws HangException if a block did not end within the hang limit
     * @throws PerfException if an operation threw, a saved jar or its operation could not be loaded, or the calling
     *     thread was interrupted
     */
    public static PairedMeasurement compare(Comparison comparison) {
        return RUNNER.compare(comparison);
    }

    /**
     * Judges a measurement by all its limits at once, without throwing.
     *
     * @param measurement what was measured
     * @param limits what was wanted
     * @return the findings; {@link Judgement#assertPassed()} makes them an assertion
     * @throws IllegalArgumentException if a limit is on a metric that a measurement does not have
     */
    public static Judgement judge(Measurement measurement, Limit... limits) {
        return Judge.judge(measurement, limits);
    }

    /**
     * Judges what stayed in memory by all its limits at once, without throwing.
     *
     * @param trend what was measured
     * @param limits what was wanted
     * @return the findings; {@link Judgement#assertPassed()} makes them an assertion
     * @throws IllegalArgumentException if a limit is on a metric that a memory trend does not have
     */
    public static Judgement judge(MemoryTrend trend, Limit... limits) {
        return Judge.judge(trend, limits);
    }

    /**
     * Judges a comparison by all its limits at once, without throwing.
     *
     * @param pairs what was measured
     * @param limits limits on {@link io.leadfactory.perf.judge.Metric#OVERHEAD}
     * @return the findings; {@link Judgement#assertPassed()} makes them an assertion
     * @throws IllegalArgumentException if a limit is on another metric
     */
    public static Judgement judge(PairedMeasurement pairs, Limit... limits) {
        return ComparisonJudge.judge(pairs, limits);
    }
}
