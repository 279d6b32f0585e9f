package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The parts of a {@link Scenario} while they are collected. For one thread. */
abstract sealed class ScenarioParts permits Scenario.Builder {
    final String name;
    final PerfSettings defaults;

    @Nullable
    UserOperation operation;

    @Nullable
    Mix mix;

    @Nullable
    UserOperation preparation;

    @Nullable
    UserSetUp userSetUp;

    @Nullable
    UserState<?> userState;

    int users;
    boolean virtual;

    @Nullable
    WarmUp warmUp;

    long iterations;

    @Nullable
    Duration duration;

    ThinkTime thinkTime = ThinkTime.none();
    Load load = Load.closed();

    @Nullable
    Duration hangLimit;

    final List<Class<? extends Throwable>> expectedErrors = new ArrayList<>();
    final Map<String, LongSupplier> counters = new LinkedHashMap<>();

    ScenarioParts(String name, PerfSettings defaults) {
        this.name = name;
        this.defaults = defaults;
    }

    abstract Scenario.Builder self();

    /**
     * Sets what is timed.
     *
     * @param timed the operation
     * @return this builder
     * @throws IllegalStateException if there is an operation already
     */
    public Scenario.Builder operation(Operation timed) {
        Objects.requireNonNull(timed, "operation");
        return operation(user -> timed.run());
    }

    /**
     * Sets what is timed.
     *
     * @param timed the operation, told which user does it
     * @return this builder
     * @throws IllegalStateException if there is an operation already
     */
    public Scenario.Builder operation(UserOperation timed) {
        if (operation != null) {
            throw new IllegalStateException("scenario \"" + name + "\" has an operation already: one is timed");
        }
        operation = Objects.requireNonNull(timed, "operation");
        return self();
    }

    /**
     * Sets several operations, each timed and judged apart.
     *
     * @param operations the operations with their weights
     * @return this builder
     * @throws IllegalStateException if there is an operation already
     */
    public Scenario.Builder mix(Mix operations) {
        operation(operations.parts().get(0).operation());
        mix = operations;
        return self();
    }

    /**
     * Sets what is done before each operation, outside the timed part. An exception from it is an error of the
     * operation, which is then not begun.
     *
     * @param untimed the preparation
     * @return this builder
     */
    public Scenario.Builder prepare(Operation untimed) {
        Objects.requireNonNull(untimed, "preparation");
        return prepare(user -> untimed.run());
    }

    /**
     * Sets what is done before each operation, outside the timed part. An exception from it is an error of the
     * operation, which is then not begun.
     *
     * @param untimed the preparation, told which user does it
     * @return this builder
     */
    public Scenario.Builder prepare(UserOperation untimed) {
        preparation = Objects.requireNonNull(untimed, "preparation");
        return self();
    }

    /**
     * Sets what surrounds a user's whole run on the user's own thread.
     *
     * @param setUp opens it; what it returns is closed after the user's last operation
     * @return this builder
     */
    public Scenario.Builder perUser(UserSetUp setUp) {
        userSetUp = Objects.requireNonNull(setUp, "user set-up");
        return self();
    }

    /**
     * Sets what belongs to each user alone, and the operation on it that is timed. Who has a mix or a preparation uses
     * {@link #userState(UserState)} and {@link User#state(Class)}.
     *
     * @param <S> the state's type
     * @param state opens it; what is {@link AutoCloseable} is closed after the user's last operation
     * @param timed the operation
     * @return this builder
     * @throws IllegalStateException if there is an operation already
     */
    @SuppressWarnings("unchecked") // The only state that this scenario's users have is the one opened here.
    public <S> Scenario.Builder perUser(UserState<S> state, StateOperation<S> timed) {
        Objects.requireNonNull(timed, "operation");
        return userState(state).operation(user -> timed.run(user, (S) user.state(Object.class)));
    }

    /**
     * Sets what belongs to each user alone.
     *
     * @param state opens it; what is {@link AutoCloseable} is closed after the user's last operation
     * @return this builder
     */
    public Scenario.Builder userState(UserState<?> state) {
        userState = Objects.requireNonNull(state, "user state");
        return self();
    }

    /**
     * Sets how many users work at the same time, each on a platform thread of its own.
     *
     * @param number at least 1
     * @return this builder
     * @throws IllegalArgumentException if the number is not positive
     * @throws IllegalStateException if virtual users are set already
     */
    public Scenario.Builder users(int number) {
        return users(number, false);
    }

    /**
     * Sets how many users work at the same time, each on a virtual thread of its own; on a JDK without virtual
     * threads on a platform thread, and the measurement says which.
     *
     * @param number at least 1
     * @return this builder
     * @throws IllegalArgumentException if the number is not positive
     * @throws IllegalStateException if platform users are set already
     */
    public Scenario.Builder virtualUsers(int number) {
        return users(number, true);
    }

    private Scenario.Builder users(int number, boolean asVirtual) {
        Rules.positive("users", number);
        if (users != 0 && virtual != asVirtual) {
            throw new IllegalStateException(
                    "scenario \"" + name + "\" cannot have both users and virtualUsers: choose one kind of thread");
        }
        users = number;
        virtual = asVirtual;
        return self();
    }

    /**
     * Sets how long the scenario runs before its times count.
     *
     * @param rule the rule
     * @return this builder
     */
    public Scenario.Builder warmUp(WarmUp rule) {
        warmUp = Objects.requireNonNull(rule, "warm-up");
        return self();
    }

    /**
     * Sets after how many operations the scenario ends.
     *
     * @param total operations over all users together, warm-up not counted
     * @return this builder
     * @throws IllegalArgumentException if the number is not positive
     */
    public Scenario.Builder iterations(long total) {
        iterations = Rules.positive("iterations", total);
        return self();
    }

    /**
     * Sets after how much time no further operation begins. With iterations too, whichever comes first ends it. In the
     * open model it is the operations due by then that are done, however late they begin.
     *
     * @param time the duration, warm-up not counted
     * @return this builder
     * @throws IllegalArgumentException if the duration is not positive
     */
    public Scenario.Builder duration(Duration time) {
        duration = Rules.positive("duration", time);
        return self();
    }

    /**
     * Sets how long a user pauses after each operation, outside the timed part.
     *
     * @param pause the pause; zero for none
     * @return this builder
     * @throws IllegalArgumentException if the pause is negative
     */
    public Scenario.Builder thinkTime(Duration pause) {
        return thinkTime(ThinkTime.fixed(pause));
    }

    /**
     * Sets how long a user pauses after each operation, outside the timed part.
     *
     * @param pause the pause, which may be random
     * @return this builder
     */
    public Scenario.Builder thinkTime(ThinkTime pause) {
        thinkTime = Objects.requireNonNull(pause, "think time");
        return self();
    }

    /**
     * Sets how operations arrive.
     *
     * @param model the closed or the open model
     * @return this builder
     */
    public Scenario.Builder load(Load model) {
        load = Objects.requireNonNull(model, "load");
        return self();
    }

    /**
     * Sets for how long one operation may run before it counts as hanging, which ends the measurement.
     *
     * @param limit the limit
     * @return this builder
     * @throws IllegalArgumentException if the limit is not positive
     */
    public Scenario.Builder hangLimit(Duration limit) {
        hangLimit = Rules.positive("hang limit", limit);
        return self();
    }

    /**
     * Adds an error that is part of the scenario, as a refusal is when refusing is measured. Such errors are counted, but
     * do not spoil the verdict.
     *
     * @param type the expected type, subclasses included
     * @return this builder
     */
    public Scenario.Builder expectError(Class<? extends Throwable> type) {
        expectedErrors.add(Objects.requireNonNull(type, "expected error"));
        return self();
    }

    /**
     * Adds a counter that is read once before the first operation and once after the last one, warm-up not counted: SQL
     * statements, calls of a service, cache misses. What preparations do is counted too, so they should go past what
     * counts. Counts do not depend on the machine's speed.
     *
     * @param counter its name in limits and reports: lower case letters, digits and hyphens, {@code "statements"}
     * @param source reads the counter; called while no operation runs
     * @return this builder
     * @throws IllegalArgumentException if the name has other characters or there is a counter of this name
     */
    public Scenario.Builder count(String counter, LongSupplier source) {
        Objects.requireNonNull(source, "counter");
        if (counters.putIfAbsent(Rules.counter(counter), source) != null) {
            throw new IllegalArgumentException(
                    "scenario \"" + name + "\" has a counter \"" + counter + "\" already: choose another name");
        }
        return self();
    }

    /**
     * Builds the scenario.
     *
     * @return the scenario
     * @throws IllegalStateException if there is no operation, fewer iterations or a higher level of the load than users,
     *     or a think time in the open model
     */
    public Scenario build() {
        UserOperation timed = operation;
        if (timed == null) {
            throw new IllegalStateException("scenario \"" + name + "\" has no operation: call operation(..)");
        }
        if (iterations == 0 && duration == null && load.stages().isEmpty()) {
            duration = defaults.get(KitSettings.DURATION);
            iterations = defaults.find(KitSettings.ITERATIONS).orElse(0);
        }
        boolean ownUsers = !load.isOpen() && load != Load.closed();
        int level = ownUsers ? (int) load.peak() : 0;
        if (ownUsers && (level == 0 || (users != 0 && users < level))) {
            throw new IllegalStateException("scenario \"" + name + "\" has " + users + " users, but its load (" + load
                    + ") wants " + level + (level == 0 ? ": nobody would work" : ": leave users(..) out"));
        }
        int workers = users != 0 ? users : ownUsers ? level : defaults.get(KitSettings.USERS);
        if (!ownUsers && iterations != 0 && iterations < workers) {
            throw new IllegalStateException("scenario \"" + name + "\" needs at least one iteration for each user: "
                    + iterations + " iterations for " + workers + " users");
        }
        if (load.isOpen() && !thinkTime.isZero()) {
            throw new IllegalStateException("scenario \"" + name
                    + "\" cannot have a think time in the open model: the rate sets the pace; think time "
                    + thinkTime);
        }
        return new Scenario(this, timed, workers);
    }
}
