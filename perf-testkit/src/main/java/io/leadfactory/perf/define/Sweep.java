package io.leadfactory.perf.define;

import java.util.Arrays;
import java.util.List;

/**
 * A scenario of the closed model, measured at several numbers of users: {@code Sweep.of(scenario).over(1, 2, 4, 8)}.
 * Immutable.
 *
 * <p>The numbers take turns in rounds, in an order that is shuffled for each round, so that a noisy minute of the machine
 * does not fall on one of them alone. In each round every number of users is measured for the whole length of the scenario;
 * the first round has the scenario's warm-up, the others one operation for each user. Defaults: 1, 2, 4 and 8 users, five
 * rounds.
 */
public final class Sweep {
    /** The fewest rounds that allow an interval. */
    public static final int FEWEST_ROUNDS = 3;

    private static final int ROUNDS = 5;
    private static final long SEED = 20_250_102;

    private final Scenario scenario;
    private final List<Integer> levels;
    private final int rounds;
    private final long seed;

    private Sweep(Scenario scenario, List<Integer> levels, int rounds, long seed) {
        this.scenario = scenario;
        this.levels = levels;
        this.rounds = rounds;
        this.seed = seed;
    }

    /**
     * Begins a sweep.
     *
     * @param scenario what is measured; its own number of users does not matter
     * @return a sweep over 1, 2, 4 and 8 users in five rounds
     * @throws IllegalArgumentException if the scenario's load is not {@link Load#closed()}, or it has fewer iterations than
     *     users
     */
    public static Sweep of(Scenario scenario) {
        if (scenario.load() != Load.closed()) {
            throw new IllegalArgumentException("a sweep sets the users itself and needs the closed model: scenario \""
                    + scenario.name() + "\" has load " + scenario.load());
        }
        return new Sweep(scenario, List.of(1), ROUNDS, SEED).over(1, 2, 4, 8);
    }

    /**
     * Returns the sweep over other numbers of users.
     *
     * @param users ascending, at least two; four or more allow to fit a law
     * @return the sweep
     * @throws IllegalArgumentException if there are fewer than two, they do not ascend, one is not positive, or the scenario
     *     has fewer iterations than users
     */
    public Sweep over(int... users) {
        if (users.length < 2) {
            throw new IllegalArgumentException(
                    "a sweep needs at least two numbers of users: " + Arrays.toString(users));
        }
        for (int i = 0; i < users.length; i++) {
            Rules.positive("users", users[i]);
            if (i > 0 && users[i] <= users[i - 1]) {
                throw new IllegalArgumentException("users of a sweep must ascend: " + Arrays.toString(users));
            }
            if (scenario.iterations().isPresent() && scenario.iterations().getAsLong() < users[i]) {
                throw new IllegalArgumentException(
                        "scenario \"" + scenario.name() + "\" needs at least one iteration for " + "each user: "
                                + scenario.iterations().getAsLong() + " iterations for " + users[i] + " users");
            }
        }
        return new Sweep(scenario, Arrays.stream(users).boxed().toList(), rounds, seed);
    }

    /**
     * Returns the sweep with another number of rounds.
     *
     * @param number at least {@link #FEWEST_ROUNDS}
     * @return the sweep
     * @throws IllegalArgumentException if there are fewer
     */
    public Sweep rounds(int number) {
        if (number < FEWEST_ROUNDS) {
            throw new IllegalArgumentException("a sweep needs at least " + FEWEST_ROUNDS + " rounds: " + number);
        }
        return new Sweep(scenario, levels, number, seed);
    }

    /**
     * Returns the sweep with another order within its rounds.
     *
     * @param number the same seed gives the same order
     * @return the sweep
     */
    public Sweep seed(long number) {
        return new Sweep(scenario, levels, rounds, number);
    }

    /**
     * Returns how reports call it.
     *
     * @return the scenario's name
     */
    public String name() {
        return scenario.name();
    }

    /**
     * Returns the scenario at one number of users.
     *
     * @param users how many
     * @return the scenario, otherwise unchanged
     */
    public Scenario at(int users) {
        Scenario.Builder builder = scenario.toBuilder();
        return (scenario.virtual() ? builder.virtualUsers(users) : builder.users(users)).build();
    }

    /**
     * Returns the numbers of users.
     *
     * @return ascending, at least two
     */
    public List<Integer> levels() {
        return levels;
    }

    /**
     * Returns how often each number of users is measured.
     *
     * @return at least {@link #FEWEST_ROUNDS}
     */
    public int rounds() {
        return rounds;
    }

    /**
     * Returns by what the order within rounds is shuffled.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }
}
