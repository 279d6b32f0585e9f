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
        Pacing paced = new Pacing("paced", Duration.ofMillis(10), 80, 10, 40, 20);
        sweep(bench, worlds, paced);
        bench.judge("paced, 10 users over 1", factor(bench, worlds, paced, Metric.RAW_DEGRADATION), "paced");

        Pacing unpaced = new Pacing("without pause", Duration.ZERO, 600, 200, 4_000, 600);
        sweep(bench, worlds, unpaced);
        bench.judge("without pause, 10 users over 1", factor(bench, worlds, unpaced, Metric.DEGRADATION), "unpaced");
    }

    /**
     * How the users behave, and how many operations each of them does.
     *
     * @param level in the measurement of a level
     * @param rehearsal before each measurement
     * @param alone in a round of the factor, as the only user
     * @param among in a round of the factor, as one of many
     */
    private record Pacing(String label, Duration thinkTime, int level, int rehearsal, int alone, int among) {}

    private static void sweep(Bench bench, Worlds worlds, Pacing pacing) {
        for (int users : USERS) {
            String level = pacing.label() + ", " + (users == 1 ? "1 user" : users + " users");
            try (World world = worlds.open()) {
                bench.judge(level, bench.measure(scenario(level, world, users, pacing, pacing.level())));
            }
        }
    }

    private static Figure factor(Bench bench, Worlds worlds, Pacing pacing, Metric metric) {
        List<Double> factors = new ArrayList<>();
        long samples = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            String name = String.format(Locale.ROOT, "%s, round %d of %d", pacing.label(), round, ROUNDS);
            // A world for each round, because a database in memory grows with every event.
            try (World world = worlds.open()) {
                Measurement one = bench.measure(scenario(name, world, 1, pacing, pacing.alone()));
                Measurement many = bench.measure(scenario(name, world, MOST, pacing, pacing.among()));
                Degradation degradation = Degradation.between(one, many);
                factors.add(degradation.raw() / (metric.equals(Metric.DEGRADATION) ? degradation.floor() : 1));
                samples += many.samples();
            }
        }
        factors.sort(null);
        double median = (factors.get(ROUNDS / 2 - 1) + factors.get(ROUNDS / 2)) / 2;
        return new Figure(metric, median, factors.get(OUTSIDE), factors.get(ROUNDS - 1 - OUTSIDE), samples);
    }

    private static Scenario scenario(String name, World world, int users, Pacing pacing, int samples) {
        PaidCall call = new PaidCall(world, Money.plenty(world, BudgetStore.inMemory()));
        return Scenario.named("I4 " + name)
                .users(users)
                .perUser(user -> AuditContext.actor("user-" + user.index()).open())
                .operation(user -> call.run(Leads.subject(user.index())))
                .thinkTime(pacing.thinkTime())
                .warmUp(WarmUp.iterations((long) pacing.rehearsal() * users))
                .iterations((long) samples * users)
                .build();
    }
}
