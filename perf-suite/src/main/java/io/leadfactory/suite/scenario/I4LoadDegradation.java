package io.leadfactory.suite.scenario;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.judge.Degradation;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * 1 to 10 users, once pacing themselves and once without a pause. Only the paced factor says something about the
 * libraries by itself; without a pause the cores are saturated by construction, so that factor is held against their floor.
 */
@IntegrationScenario
class I4LoadDegradation {
    private static final int[] USERS = {1, 3, 5, 8, 10};
    private static final int MOST = 10;
    private static final Duration THINK_TIME = Duration.ofMillis(15);
    private static final int PACED_SAMPLES_OF_A_USER = 80;
    private static final int UNPACED_SAMPLES = 20_000;

    @PerfTest(id = "I4", title = "load degradation")
    void measures(Bench bench, Worlds worlds) {
        Map<Integer, Measurement> paced = sweep(bench, worlds, "paced", THINK_TIME);
        bench.judge("paced", Degradation.between(at(paced, 1), at(paced, MOST)).rawFactor(), "paced");

        Map<Integer, Measurement> unpaced = sweep(bench, worlds, "without pause", Duration.ZERO);
        Degradation factor = Degradation.between(at(unpaced, 1), at(unpaced, MOST));
        bench.judge("without pause", factor.overFloor(), "unpaced");
        bench.note(String.format(
                Locale.ROOT,
                "the raw factor is %.2f; the cores alone impose %.2f at a CPU share of %.2f",
                factor.raw(),
                factor.floor(),
                at(unpaced, 1).cpuShare()));
    }

    private static Map<Integer, Measurement> sweep(Bench bench, Worlds worlds, String label, Duration thinkTime) {
        Map<Integer, Measurement> measurements = new TreeMap<>();
        for (int users : USERS) {
            World world = worlds.open();
            PaidCall call = new PaidCall(world, Money.plenty(world, world.budgetStore()));
            String level = label + ", " + (users == 1 ? "1 user" : users + " users");
            Measurement measurement = bench.measure(Scenario.named("I4 " + level)
                    .users(users)
                    .perUser(user -> AuditContext.actor("user-" + user.index()).open())
                    .operation(user -> call.run(Leads.subject(user.index())))
                    .thinkTime(thinkTime)
                    .warmUp(thinkTime.isZero() ? Bench.WARM_UP : WarmUp.iterations(10L * users))
                    .iterations(thinkTime.isZero() ? UNPACED_SAMPLES : (long) PACED_SAMPLES_OF_A_USER * users)
                    .build());
            bench.judge(level, measurement);
            measurements.put(users, measurement);
        }
        return measurements;
    }

    private static Measurement at(Map<Integer, Measurement> measurements, int users) {
        Measurement measurement = measurements.get(users);
        if (measurement == null) {
            throw new IllegalStateException("no measurement at " + users + " users");
        }
        return measurement;
    }
}
