package io.leadfactory.perf.judge;

import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.measure.ClockChoice;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import io.leadfactory.perf.measure.RatioInterval;
import io.leadfactory.perf.measure.SoakMeasurement;
import io.leadfactory.perf.measure.WarmUpFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The lines of a failure message: keys and values, aligned at the colon. Immutable. */
final class Facts {
    private record Fact(String key, String value) {}

    private final List<Fact> facts;
    private final Advice advice;

    private Facts(List<Fact> facts, Advice advice) {
        this.facts = List.copyOf(facts);
        this.advice = advice;
    }

    static Facts none() {
        return new Facts(List.of(), Advice.general());
    }

    /** Returns what to do about a finding that rests on these facts. */
    Advice advice() {
        return advice;
    }

    private Facts with(Advice other) {
        return new Facts(facts, other);
    }

    static Facts of(Measurement measurement) {
        Facts facts = none().with(Advice.of(measurement))
                .and("samples", count(measurement.samples()))
                .and("users", measurement.users() + (measurement.virtual() ? " (virtual)" : ""))
                .and("load", measurement.loadModel());
        if (measurement.errors() > 0) {
            facts = facts.and("errors", measurement.errorsByType().toString());
        }
        if (measurement.warmUp().steadyState() == WarmUpFacts.SteadyState.NOT_REACHED) {
            facts = facts.and(
                    "warm-up", "no steady state (" + measurement.warmUp().rule() + ")");
        }
        if (measurement.warmUp().errors() > 0) {
            facts = facts.and("warm-up errors", count(measurement.warmUp().errors()));
        }
        return facts.and(MachineRule.facts(measurement)).machine();
    }

    static Facts of(MemoryTrend trend) {
        return of(trend, Advice.ofCycles(), "cycles").machine();
    }

    static Facts of(SoakMeasurement soak) {
        return of(soak.memory(), Advice.ofParts(), "parts")
                .and(MachineRule.facts(soak.whole()))
                .machine();
    }

    private static Facts of(MemoryTrend trend, Advice advice, String what) {
        return none().with(advice)
                .and(what, trend.kept().size() + " (" + trend.dropped() + " more dropped)")
                .and("operations", count(trend.operations()))
                .and("users", Integer.toString(trend.users()));
    }

    static Facts of(PairedMeasurement pairs) {
        Facts facts = none().with(Advice.of(pairs))
                .and(
                        "pairs",
                        count(pairs.pairs().size()) + ", of blocks of " + count(pairs.operationsPerBlock())
                                + (pairs.candidateOperationsPerBlock() == pairs.operationsPerBlock()
                                        ? ""
                                        : " and " + count(pairs.candidateOperationsPerBlock()))
                                + " operations")
                .and("reference", Unit.NANOSECONDS.render(median(pairs.pairs(), Pair::referenceNanos)))
                .and("candidate", Unit.NANOSECONDS.render(median(pairs.pairs(), Pair::candidateNanos)))
                .and(
                        "clock",
                        pairs.clock().clock().label() + ", because "
                                + pairs.clock().reason());
        if (!pairs.otherPairs().isEmpty()) {
            boolean cpu = pairs.clock().clock() == ClockChoice.Clock.CPU;
            facts = facts.and(
                    "by " + (cpu ? ClockChoice.Clock.WALL : ClockChoice.Clock.CPU).label(),
                    Unit.RATIO.render(RatioInterval.median(PairedMeasurement.quadRatios(pairs.otherPairs()))));
        }
        if (!pairs.looks().isEmpty() && !pairs.loads().areSeveral()) {
            facts = facts.and(
                    "looks",
                    pairs.looks().size() + " of " + SequentialPlan.LOOKS.size() + ", the last after "
                            + Unit.NANOSECONDS.render((double) pairs.elapsed().toNanos()));
        }
        if (pairs.loads().areSeveral()) {
            facts = facts.and("loads", loads(pairs));
        }
        return facts.and("seed", Long.toString(pairs.seed()))
                .and(
                        "not seen",
                        "start-up, heap layout, tails"
                                + (pairs.loads().areSeveral()
                                        ? ""
                                        : ", what the compiler makes of the code another time")
                                + ": both sides share one JVM")
                .machine();
    }

    private static String loads(PairedMeasurement pairs) {
        double[] ratios = pairs.loadRatios();
        String between = ratios.length == 0
                ? ""
                : ", whose ratios lie between "
                        + Unit.RATIO.render(Arrays.stream(ratios).min().orElseThrow()) + " and "
                        + Unit.RATIO.render(Arrays.stream(ratios).max().orElseThrow());
        return ratios.length + " of " + pairs.loads().asked()
                + (pairs.loads().oneSided() ? " of the saved jar alone" : " of the saved jars") + between
                + (pairs.loads().unsteady() == 0
                        ? ""
                        : "; " + pairs.loads().unsteady() + " were left out, because their times still changed");
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> what) {
        return pairs.isEmpty()
                ? Double.NaN
                : RatioInterval.median(pairs.stream().mapToDouble(what).toArray());
    }

    static Facts ofMachine() {
        return none().machine();
    }

    private Facts machine() {
        return and("jdk", System.getProperty("java.version", "unknown"))
                .and("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    }

    Facts and(String key, String value) {
        List<Fact> more = new ArrayList<>(facts);
        more.add(new Fact(key, value));
        return new Facts(more, advice);
    }

    static String count(long number) {
        return Unit.COUNT.render((double) number);
    }

    Facts and(Facts others) {
        List<Fact> more = new ArrayList<>(facts);
        more.addAll(others.facts);
        return new Facts(more, others.advice == Advice.general() ? advice : others.advice);
    }

    /** Returns one line for each fact, without a line break at the end. */
    String render() {
        int width = facts.stream().mapToInt(fact -> fact.key().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (Fact fact : facts) {
            if (text.length() > 0) {
                text.append('\n');
            }
            text.append(fact.key())
                    .append(" ".repeat(width - fact.key().length()))
                    .append(": ")
                    .append(fact.value());
        }
        return text.toString();
    }
}
