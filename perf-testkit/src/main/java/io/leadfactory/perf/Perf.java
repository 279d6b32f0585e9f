package io.leadfactory.perf;

import io.leadfactory.perf.define.Bytes;
import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.IsolationScenario;
import io.leadfactory.perf.define.KitSettings;
import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Percent;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.PerfSettings;
import io.leadfactory.perf.define.Race;
import io.leadfactory.perf.define.Rate;
import io.leadfactory.perf.define.RecoveryScenario;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Soak;
import io.leadfactory.perf.define.Sweep;
import io.leadfactory.perf.judge.ComparisonJudge;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.MeasurementAssert;
import io.leadfactory.perf.judge.MemoryTrendAssert;
import io.leadfactory.perf.judge.PairedMeasurementAssert;
import io.leadfactory.perf.judge.RaceAssert;
import io.leadfactory.perf.judge.SoakAssert;
import io.leadfactory.perf.judge.SweepAssert;
import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.RaceOutcome;
import io.leadfactory.perf.measure.RecoveryMeasurement;
import io.leadfactory.perf.measure.SoakMeasurement;
import io.leadfactory.perf.measure.SweepMeasurement;
import io.leadfactory.perf.run.HangException;
import io.leadfactory.perf.run.Runner;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;

/**
 * The front door: one import, {@code import static io.leadfactory.perf.Perf.*}, measures, judges and asserts, with JUnit or
 * without. Thread-safe, but two measurements at the same time disturb each other's times.
 *
 * <p>What a definition does not say comes from {@link #settings()}, which are printed before the first measurement of a JVM
 * unless {@code perf.progress} is false.
 */
public final class Perf {
    private static final Runner RUNNER = Runner.create();
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private Perf() {}

    /**
     * Returns what the run was told from outside, and the defaults of what it was not.
     *
     * @return the settings of this JVM
     * @throws IllegalArgumentException if one is unknown
     */
    public static PerfSettings settings() {
        return PerfSettings.current();
    }

    /**
     * Times an operation by the settings: for one second with one user after a detected warm-up, unless they say otherwise.
     *
     * @param name how reports call it
     * @param operation what is timed
     * @return what it did
     * @throws HangException if an operation did not end within the hang limit
     */
    public static Measurement measure(String name, Operation operation) {
        return measure(Scenario.named(name).operation(operation).build());
    }

    /**
     * Begins a scenario, for what {@link #measure(String, Operation)} does not say.
     *
     * @param name how reports call it
     * @return the builder
     */
    public static Scenario.Builder scenario(String name) {
        return Scenario.named(name);
    }

    /**
     * Begins a scenario of an operation. In Groovy and Kotlin a block without parameters is no other than that here, where
     * the builder's own method could mean one that knows its user, too.
     *
     * @param name how reports call it
     * @param operation what is timed
     * @return the builder
     */
    public static Scenario.Builder scenario(String name, Operation operation) {
        return Scenario.named(name).operation(operation);
    }

    /**
     * Times two operations side by side by the settings.
     *
     * @param name how reports call it
     * @param reference the operation below the line of the ratio
     * @param candidate the operation above the line of the ratio
     * @return the times of neighbouring blocks
     * @throws HangException if a block did not end within the hang limit
     */
    public static PairedMeasurement compare(String name, Operation reference, Operation candidate) {
        return compare(
                Comparison.named(name).reference(reference).candidate(candidate).build());
    }

    /**
     * Runs a scenario.
     *
     * @param scenario what to measure
     * @return what it did
     * @throws HangException if an operation did not end within the hang limit
     * @throws PerfException if a user could not be set up or closed, or the calling thread was interrupted
     */
    public static Measurement measure(Scenario scenario) {
        return runner().measure(scenario);
    }

    /**
     * Runs a scenario at several numbers of users, which take turns in rounds.
     *
     * @param sweep the scenario and the numbers of users
     * @return what each number of users did
     * @throws HangException if an operation did not end within the hang limit
     * @throws PerfException if a user could not be set up or closed, or the calling thread was interrupted
     */
    public static SweepMeasurement sweep(Sweep sweep) {
        return runner().sweep(sweep);
    }

    /**
     * Runs work for a long time, in parts that are each followed by a forced collection.
     *
     * @param soak the work and the time
     * @return how its times and its memory moved
     * @throws HangException if an operation did not end within the hang limit
     * @throws PerfException if the JVM does not collect on request, or for the reasons of {@link #measure(Scenario)}
     */
    public static SoakMeasurement soak(Soak soak) {
        return runner().soak(soak);
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
        return runner().memory(scenario);
    }

    /**
     * Runs cycles of one operation, each followed by a forced collection, by the defaults of
     * {@link MemoryScenario#of(String, Operation)}.
     *
     * @param name how reports call it
     * @param operation what may leave something behind
     * @return what stayed in memory, for {@link #assertThat(MemoryTrend)} and its {@code doesNotLeak()}
     * @throws IllegalArgumentException if the name is blank
     * @throws HangException if an operation did not end within the hang limit
     * @throws PerfException if the JVM does not collect on request
     */
    public static MemoryTrend memory(String name, Operation operation) {
        return memory(MemoryScenario.of(name, operation));
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
        return runner().recovery(scenario);
    }

    /**
     * Runs a bystander before, during and after the fault of another part: does B keep its limits while A fails?
     *
     * @param scenario the bystander, the fault, and who uses the broken part
     * @return how the bystander fared in each phase
     * @throws HangException if an operation of the bystander did not end within the hang limit
     * @throws PerfException if the fault could not be begun or ended, or for the reasons of {@link #measure(Scenario)}
     */
    public static IsolationMeasurement isolation(IsolationScenario scenario) {
        return runner().isolation(scenario);
    }

    /**
     * Judges a bystander in each phase by the same limits, without throwing.
     *
     * @param isolation what was measured
     * @param limits what the bystander must keep
     * @return the findings of all phases; {@link Judgement#assertPassed()} makes them an assertion
     * @throws IllegalArgumentException if a limit is on a metric that a measurement does not have
     */
    public static Judgement judge(IsolationMeasurement isolation, Limit... limits) {
        return Judge.judge(isolation, limits);
    }

    /**
     * Hunts for a race: many short rounds of two or more actors on a fresh state, until the invariant is violated once.
     *
     * @param race the actors and what must hold
     * @param <S> the state that the actors share
     * @return what was found
     * @throws HangException if an actor, a state or the invariant did not end within the hang limit, as in a deadlock
     * @throws PerfException if no state could be made, or the calling thread was interrupted
     */
    public static <S> RaceOutcome race(Race<S> race) {
        return runner().race(race);
    }

    /**
     * Judges a hunt, without throwing.
     *
     * @param outcome what was found
     * @return one finding on {@link io.leadfactory.perf.judge.Metric#VIOLATIONS}; {@link Judgement#assertPassed()} makes it
     *     an assertion
     */
    public static Judgement judge(RaceOutcome outcome) {
        return Judge.judge(outcome);
    }

    /**
     * Times two operations side by side.
     *
     * @param comparison the two operations
     * @return the times of neighbouring blocks, for {@link #assertThat(PairedMeasurement)} or
     *     {@link io.leadfactory.perf.judge.Ratio#of(PairedMeasurement)}
     * @throws HangException if a block did not end within the hang limit
     * @throws PerfException if an operation threw, a saved jar or its operation could not be loaded, or the calling
     *     thread was interrupted
     */
    public static PairedMeasurement compare(Comparison comparison) {
        return runner().compare(comparison);
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

    /**
     * Begins assertions on a measurement.
     *
     * @param measurement what was measured
     * @return the assertions
     */
    public static MeasurementAssert assertThat(Measurement measurement) {
        return MeasurementAssert.of(measurement, Judgement::assertPassed);
    }

    /**
     * Begins assertions on a sweep, at its highest number of users.
     *
     * @param sweep what was measured
     * @return the assertions
     */
    public static SweepAssert assertThat(SweepMeasurement sweep) {
        return SweepAssert.of(sweep, Judgement::assertPassed);
    }

    /**
     * Begins assertions on what stayed in memory.
     *
     * @param trend what was measured
     * @return the assertions
     */
    public static MemoryTrendAssert assertThat(MemoryTrend trend) {
        return MemoryTrendAssert.of(trend, Judgement::assertPassed);
    }

    /**
     * Makes assertions that do not end at the first failure: every limit that is not met is told together.
     *
     * @param assertions makes them on what it is given
     * @throws AssertionFailedError with the facts on lines, if one limit is not met
     * @throws MultipleFailuresError with one such error each, if several are not
     */
    public static void softly(Consumer<SoftPerfAssertions> assertions) {
        SoftPerfAssertions soft = new SoftPerfAssertions();
        assertions.accept(soft);
        soft.assertAll();
    }

    /**
     * Begins assertions on a soak.
     *
     * @param soak what was measured
     * @return the assertions
     */
    public static SoakAssert assertThat(SoakMeasurement soak) {
        return SoakAssert.of(soak, Judgement::assertPassed);
    }

    /**
     * Begins assertions on a comparison.
     *
     * @param pairs what was measured
     * @return the assertions
     */
    public static PairedMeasurementAssert assertThat(PairedMeasurement pairs) {
        return PairedMeasurementAssert.of(pairs, Judgement::assertPassed);
    }

    /**
     * Begins assertions on a hunt for a race.
     *
     * @param outcome what was found
     * @return the assertions
     */
    public static RaceAssert assertThat(RaceOutcome outcome) {
        return RaceAssert.of(outcome, Judgement::assertPassed);
    }

    /**
     * Returns so many microseconds.
     *
     * @param number how many
     * @return the time
     */
    public static Duration micros(long number) {
        return Duration.of(number, ChronoUnit.MICROS);
    }

    /**
     * Returns so many milliseconds.
     *
     * @param number how many
     * @return the time
     */
    public static Duration millis(long number) {
        return Duration.ofMillis(number);
    }

    /**
     * Returns so many seconds.
     *
     * @param number how many
     * @return the time
     */
    public static Duration seconds(long number) {
        return Duration.ofSeconds(number);
    }

    /**
     * Returns so many times 1024 bytes.
     *
     * @param number how many
     * @return the amount
     */
    public static Bytes kilobytes(long number) {
        return Bytes.kilobytes(number);
    }

    /**
     * Returns so many times 1024 kilobytes.
     *
     * @param number how many
     * @return the amount
     */
    public static Bytes megabytes(long number) {
        return Bytes.megabytes(number);
    }

    /**
     * Returns so many hundredths.
     *
     * @param number how many, {@code 5} for 5 %
     * @return the share
     */
    public static Percent percent(double number) {
        return Percent.percent(number);
    }

    /**
     * Returns so many times in a second.
     *
     * @param number how many
     * @return the rate
     */
    public static Rate perSecond(double number) {
        return Rate.perSecond(number);
    }

    /** Prints the settings once, before anything is measured. */
    private static Runner runner() {
        if (!TOLD.getAndSet(true)) {
            PerfSettings settings = PerfSettings.current();
            if (settings.get(KitSettings.PROGRESS)) {
                System.out.println(settings.describe());
            }
        }
        return RUNNER;
    }
}
