package io.leadfactory.suite.scenario;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.judge.Degradation;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * 1 to 10 users, once pacing themselves and once without a pause. Only the paced factor says something about the
 * libraries by itself; without a pause the cores are saturated by construction, so that factor is held against their floor.
 *
 * <p>A factor compares two moments, and on a shared machine no two moments are alike. So 1 and 10 users take turns in
 * short rounds, each pair of rounds gives a factor, and the median of the factors is judged with its interval.
 *
 * <p>The budget is kept in memory, as one process does by default; I1 and I3 hold theirs in the database.
 */
@IntegrationScenario
class I4LoadDegradation {
    private static final int[] USERS = {1, 3, 5, 8, 10};
    private static final int MOST = 10;

    /** Of 12 values the third smallest and the third largest enclose the true median in 96.1 % of the cases (binomial). */
    private static final int ROUNDS = 12;

    private static final int OUTSIDE = 2;

    @PerfTest(id = "I4", title = "load degradation")
    void measures(Bench bench, Worlds worlds) {
        Pacing paced = new Pacing("paced", Duration.ofMillis(10), Duration.ofMillis(700), Duration.ofMillis(250), 10);
        sweep(bench, worlds, paced);
        Figure raw = median(Metric.RAW_DEGRADATION, rounds(bench, worlds, paced), Degradation::raw);
        bench.judge("paced, 10 users over 1", raw, "paced");

        Pacing unpaced =
                new Pacing("without pause", Duration.ZERO, Duration.ofMillis(250), Duration.ofMillis(250), 100);
        sweep(bench, worlds, unpaced);
        List<Degradation> rounds = rounds(bench, worlds, unpaced);
        Figure overFloor = median(Metric.DEGRADATION, rounds, round -> round.raw() / round.floor());
        bench.judge("without pause, 10 users over 1", overFloor, "unpaced");
        bench.note("the raw factor, which is not judged, is "
                + median(Metric.RAW_DEGRADATION, rounds, Degradation::raw).render() + "; the cores alone impose "
                + median(Metric.DEGRADATION, rounds, Degradation::floor).render());
    }

    /**
     * How the users behave, and for how long. The time must be long beside the scheduler's slices: in a short one the
     * users would in truth work one after the other.
     *
     * @param level the time of a level's measurement
     * @param round the time of each side of a round
     * @param rehearsal operations of each user before each measurement
     */
    private record Pacing(String label, Duration thinkTime, Duration level, Duration round, int rehearsal) {}

    private static void sweep(Bench bench, Worlds worlds, Pacing pacing) {
        for (int users : USERS) {
            String level = pacing.label() + ", " + (users == 1 ? "1 user" : users + " users");
            try (World world = worlds.open()) {
                bench.judge(level, bench.measure(scenario(level, paidCall(world), users, pacing, pacing.level())));
            }
        }
    }

    private static List<Degradation> rounds(Bench bench, Worlds worlds, Pacing pacing) {
        List<Degradation> rounds = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            String name = String.format(Locale.ROOT, "%s, round %d of %d", pacing.label(), round, ROUNDS);
            // A world for each round, because a database in memory grows with every event.
            try (World world = worlds.open()) {
                PaidCall call = paidCall(world);
                Measurement one = bench.measure(scenario(name, call, 1, pacing, pacing.round()));
                Measurement many = bench.measure(scenario(name, call, MOST, pacing, pacing.round()));
                rounds.add(Degradation.between(one, many));
            }
        }
        return rounds;
    }

    /** The median of the rounds' factors, with the interval that its neighbours give. */
    private static Figure median(Metric metric, List<Degradation> rounds, ToDoubleFunction<Degradation> factor) {
        double[] factors = rounds.stream().mapToDouble(factor).sorted().toArray();
        double median = (factors[ROUNDS / 2 - 1] + factors[ROUNDS / 2]) / 2;
        long samples = rounds.stream().mapToLong(Degradation::samples).sum();
        return new Figure(metric, median, factors[OUTSIDE], factors[ROUNDS - 1 - OUTSIDE], samples);
    }

    private static PaidCall paidCall(World world) {
        return new PaidCall(world, Money.plenty(world, BudgetStore.inMemory()));
    }

    private static Scenario scenario(String name, PaidCall call, int users, Pacing pacing, Duration time) {
        return Scenario.named("I4 " + name)
                .users(users)
                .perUser(user -> AuditContext.actor("user-" + user.index()).open())
                .operation(user -> call.run(Leads.subject(user.index())))
                .thinkTime(pacing.thinkTime())
                .warmUp(WarmUp.iterations((long) pacing.rehearsal() * users))
                .duration(time)
                .build();
    }
}
