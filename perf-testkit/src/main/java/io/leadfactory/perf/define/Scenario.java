package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is measured: an operation or a mix of several, who does it, how often, and what surrounds it. Immutable.
 *
 * <p>Defaults: one user on a platform thread, closed model, no think time, warm-up by detection of at most two seconds,
 * hang limit of one minute, no error expected, and an end after one second unless the load has stages, which end with
 * themselves. Those of users, warm-up, hang limit and end can be changed from outside, see {@link KitSettings}; what is set
 * in code holds against that. {@link #describe()} tells what is in effect.
 */
public final class Scenario {
    private final String name;
    private final UserOperation operation;
    private final @Nullable Mix mix;
    private final @Nullable UserOperation preparation;
    private final @Nullable UserSetUp userSetUp;
    private final @Nullable UserState<?> userState;
    private final int users;
    private final boolean virtual;
    private final WarmUp warmUp;
    private final long iterations;
    private final @Nullable Duration duration;
    private final ThinkTime thinkTime;
    private final Load load;
    private final Duration hangLimit;
    private final List<Class<? extends Throwable>> expectedErrors;
    private final Map<String, LongSupplier> counters;
    private final PerfSettings defaults;

    private Scenario(Builder builder, UserOperation operation, int users) {
        this.name = builder.name;
        this.defaults = builder.defaults;
        this.operation = operation;
        this.mix = builder.mix;
        this.preparation = builder.preparation;
        this.userSetUp = builder.userSetUp;
        this.userState = builder.userState;
        this.users = users;
        this.virtual = builder.virtual;
        this.warmUp = builder.warmUp == null ? builder.defaults.get(KitSettings.WARM_UP) : builder.warmUp;
        this.iterations = builder.iterations;
        this.duration = builder.duration;
        this.thinkTime = builder.thinkTime;
        this.load = builder.load;
        this.hangLimit = builder.hangLimit == null ? builder.defaults.get(KitSettings.HANG_LIMIT) : builder.hangLimit;
        this.expectedErrors = List.copyOf(builder.expectedErrors);
        this.counters = Collections.unmodifiableMap(new LinkedHashMap<>(builder.counters));
    }

    /**
     * Begins a scenario.
     *
     * @param name how reports call it, {@code "A1 event creation"}
     * @return the builder
     * @throws IllegalArgumentException if the name is blank
     */
    public static Builder named(String name) {
        return named(name, PerfSettings.current());
    }

    /**
     * Begins a scenario whose defaults come from somewhere else than this JVM's settings.
     *
     * @param name how reports call it
     * @param defaults what holds where the builder is told nothing
     * @return the builder
     * @throws IllegalArgumentException if the name is blank
     */
    public static Builder named(String name, PerfSettings defaults) {
        return new Builder(Rules.name(name), defaults);
    }

    /**
     * Returns how reports call it.
     *
     * @return the name, not blank
     */
    public String name() {
        return name;
    }

    /**
     * Returns a builder that has all of this scenario's settings, to change some of them.
     *
     * @return a builder of its own
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Returns what is timed.
     *
     * @return the operation; that of the first part if it is a mix
     */
    public UserOperation operation() {
        return operation;
    }

    /**
     * Returns the operations that are timed, if there are several.
     *
     * @return the mix, if it is one
     */
    public Optional<Mix> mix() {
        return Optional.ofNullable(mix);
    }

    /**
     * Returns what is done before each operation, outside the timed part.
     *
     * @return the preparation, if there is one
     */
    public Optional<UserOperation> preparation() {
        return Optional.ofNullable(preparation);
    }

    /**
     * Returns what surrounds a user's whole run.
     *
     * @return the set-up, if there is one
     */
    public Optional<UserSetUp> userSetUp() {
        return Optional.ofNullable(userSetUp);
    }

    /**
     * Returns what opens each user's own state.
     *
     * @return the opener, if there is one
     */
    public Optional<UserState<?>> userState() {
        return Optional.ofNullable(userState);
    }

    /**
     * Returns how many users work at the same time.
     *
     * @return at least 1
     */
    public int users() {
        return users;
    }

    /**
     * Returns whether users should be virtual threads.
     *
     * @return true if virtual threads are wanted where the JDK has them
     */
    public boolean virtual() {
        return virtual;
    }

    /**
     * Returns how long the scenario runs before its times count.
     *
     * @return the rule
     */
    public WarmUp warmUp() {
        return warmUp;
    }

    /**
     * Returns after how many operations the scenario ends.
     *
     * @return operations over all users together, warm-up not counted; empty if the duration alone ends it
     */
    public OptionalLong iterations() {
        return iterations == 0 ? OptionalLong.empty() : OptionalLong.of(iterations);
    }

    /**
     * Returns after how much time no further operation begins.
     *
     * @return the duration, warm-up not counted, by default that of the load's stages; empty if the iterations alone end it
     */
    public Optional<Duration> duration() {
        return duration == null && !load.stages().isEmpty()
                ? Optional.of(load.length())
                : Optional.ofNullable(duration);
    }

    /**
     * Returns how long a user pauses after each operation.
     *
     * @return the pause; zero for none
     */
    public ThinkTime thinkTime() {
        return thinkTime;
    }

    /**
     * Returns how operations arrive.
     *
     * @return the closed or the open model
     */
    public Load load() {
        return load;
    }

    /**
     * Returns for how long one operation may run before it counts as hanging.
     *
     * @return the limit
     */
    public Duration hangLimit() {
        return hangLimit;
    }

    /**
     * Returns whether an error is part of the scenario.
     *
     * @param error what an operation threw
     * @return true if it is of a type that the scenario expects
     */
    public boolean expects(Throwable error) {
        for (Class<? extends Throwable> type : expectedErrors) {
            if (type.isInstance(error)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns what is counted while the operations run.
     *
     * @return name to counter, in the order in which they were added
     */
    public Map<String, LongSupplier> counters() {
        return counters;
    }

    /**
     * Returns all settings as they are in effect, those by default too.
     *
     * @return the settings in the order of the builder's methods
     */
    public List<Setting> describe() {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting(
                virtual ? "virtualUsers" : "users",
                Integer.toString(users),
                !virtual && users == defaults.get(KitSettings.USERS)));
        settings.add(new Setting("load", load.toString(), load == Load.closed()));
        if (mix != null) {
            settings.add(new Setting("mix", mix.toString(), false));
        }
        if (!load.isOpen()) {
            settings.add(new Setting("thinkTime", thinkTime.toString(), thinkTime.isZero()));
        }
        settings.add(new Setting(
                "warmUp",
                warmUp.toString(),
                warmUp.toString().equals(defaults.get(KitSettings.WARM_UP).toString())));
        settings.add(
                new Setting("iterations", iterations == 0 ? "no limit" : Long.toString(iterations), iterations == 0));
        Duration time = duration().orElse(null);
        settings.add(new Setting(
                "duration",
                time == null ? "no limit" : time.toString(),
                time == null || time.equals(defaults.get(KitSettings.DURATION))));
        settings.add(
                new Setting("hangLimit", hangLimit.toString(), hangLimit.equals(defaults.get(KitSettings.HANG_LIMIT))));
        settings.add(new Setting(
                "expectError",
                String.join(", ", expectedErrors.stream().map(Class::getName).toList()),
                expectedErrors.isEmpty()));
        settings.add(new Setting("count", String.join(", ", counters.keySet()), counters.isEmpty()));
        return List.copyOf(settings);
    }

    /**
     * Returns the same scenario for a shorter run, as for a second look with a recording: with a warm-up of at most a quarter
     * of the time, and neither a duration nor a hang limit beyond it.
     *
     * @param time how long it may be measured
     * @return the scenario
     * @throws IllegalArgumentException if the time is not positive
     */
    public Scenario forAtMost(Duration time) {
        Rules.positive("time", time);
        Builder shorter = new Builder(this);
        shorter.warmUp =
                warmUp.isNone() ? warmUp : WarmUp.detected(time.dividedBy(4).plusNanos(1));
        shorter.duration = duration == null || duration.compareTo(time) > 0 ? time : duration;
        shorter.hangLimit = hangLimit.compareTo(time) > 0 ? time : hangLimit;
        return new Scenario(shorter, operation, users);
    }

    /** Collects the parts of a {@link Scenario}. For one thread. */
    public static final class Builder {
        private final String name;
        private final PerfSettings defaults;
        private @Nullable UserOperation operation;
        private @Nullable Mix mix;
        private @Nullable UserOperation preparation;
        private @Nullable UserSetUp userSetUp;
        private @Nullable UserState<?> userState;
        private int users;
        private boolean virtual;
        private @Nullable WarmUp warmUp;
        private long iterations;
        private @Nullable Duration duration;
        private ThinkTime thinkTime = ThinkTime.none();
        private Load load = Load.closed();
        private @Nullable Duration hangLimit;
        private final List<Class<? extends Throwable>> expectedErrors = new ArrayList<>();
        private final Map<String, LongSupplier> counters = new LinkedHashMap<>();

        private Builder(String name, PerfSettings defaults) {
            this.name = name;
            this.defaults = defaults;
        }

        private int resolvedUsers() {
            return users == 0 ? defaults.get(KitSettings.USERS) : users;
        }

        private Builder(Scenario scenario) {
            name = scenario.name;
            defaults = scenario.defaults;
            operation = scenario.operation;
            mix = scenario.mix;
            preparation = scenario.preparation;
            userSetUp = scenario.userSetUp;
            userState = scenario.userState;
            users = scenario.users;
            virtual = scenario.virtual;
            warmUp = scenario.warmUp;
            iterations = scenario.iterations;
            duration = scenario.duration;
            thinkTime = scenario.thinkTime;
            load = scenario.load;
            hangLimit = scenario.hangLimit;
            expectedErrors.addAll(scenario.expectedErrors);
            counters.putAll(scenario.counters);
        }

        /**
         * Sets what is timed.
         *
         * @param timed the operation
         * @return this builder
         * @throws IllegalStateException if there is an operation already
         */
        public Builder operation(Operation timed) {
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
        public Builder operation(UserOperation timed) {
            if (operation != null) {
                throw new IllegalStateException("scenario \"" + name + "\" has an operation already: one is timed");
            }
            operation = Objects.requireNonNull(timed, "operation");
            return this;
        }

        /**
         * Sets several operations, each timed and judged apart.
         *
         * @param operations the operations with their weights
         * @return this builder
         * @throws IllegalStateException if there is an operation already
         */
        public Builder mix(Mix operations) {
            operation(operations.parts().get(0).operation());
            mix = operations;
            return this;
        }

        /**
         * Sets what is done before each operation, outside the timed part. An exception from it is an error of the
         * operation, which is then not begun.
         *
         * @param untimed the preparation
         * @return this builder
         */
        public Builder prepare(Operation untimed) {
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
        public Builder prepare(UserOperation untimed) {
            preparation = Objects.requireNonNull(untimed, "preparation");
            return this;
        }

        /**
         * Sets what surrounds a user's whole run on the user's own thread.
         *
         * @param setUp opens it; what it returns is closed after the user's last operation
         * @return this builder
         */
        public Builder perUser(UserSetUp setUp) {
            userSetUp = Objects.requireNonNull(setUp, "user set-up");
            return this;
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
        public <S> Builder perUser(UserState<S> state, StateOperation<S> timed) {
            Objects.requireNonNull(timed, "operation");
            return userState(state).operation(user -> timed.run(user, (S) user.state(Object.class)));
        }

        /**
         * Sets what belongs to each user alone.
         *
         * @param state opens it; what is {@link AutoCloseable} is closed after the user's last operation
         * @return this builder
         */
        public Builder userState(UserState<?> state) {
            userState = Objects.requireNonNull(state, "user state");
            return this;
        }

        /**
         * Sets how many users work at the same time, each on a platform thread of its own.
         *
         * @param number at least 1
         * @return this builder
         * @throws IllegalArgumentException if the number is not positive
         * @throws IllegalStateException if virtual users are set already
         */
        public Builder users(int number) {
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
        public Builder virtualUsers(int number) {
            return users(number, true);
        }

        private Builder users(int number, boolean asVirtual) {
            Rules.positive("users", number);
            if (users != 0 && virtual != asVirtual) {
                throw new IllegalStateException(
                        "scenario \"" + name + "\" cannot have both users and virtualUsers: choose one kind of thread");
            }
            users = number;
            virtual = asVirtual;
            return this;
        }

        /**
         * Sets how long the scenario runs before its times count.
         *
         * @param rule the rule
         * @return this builder
         */
        public Builder warmUp(WarmUp rule) {
            warmUp = Objects.requireNonNull(rule, "warm-up");
            return this;
        }

        /**
         * Sets after how many operations the scenario ends.
         *
         * @param total operations over all users together, warm-up not counted
         * @return this builder
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder iterations(long total) {
            iterations = Rules.positive("iterations", total);
            return this;
        }

        /**
         * Sets after how much time no further operation begins. With iterations too, whichever comes first ends it. In the
         * open model it is the operations due by then that are done, however late they begin.
         *
         * @param time the duration, warm-up not counted
         * @return this builder
         * @throws IllegalArgumentException if the duration is not positive
         */
        public Builder duration(Duration time) {
            duration = Rules.positive("duration", time);
            return this;
        }

        /**
         * Sets how long a user pauses after each operation, outside the timed part.
         *
         * @param pause the pause; zero for none
         * @return this builder
         * @throws IllegalArgumentException if the pause is negative
         */
        public Builder thinkTime(Duration pause) {
            return thinkTime(ThinkTime.fixed(pause));
        }

        /**
         * Sets how long a user pauses after each operation, outside the timed part.
         *
         * @param pause the pause, which may be random
         * @return this builder
         */
        public Builder thinkTime(ThinkTime pause) {
            thinkTime = Objects.requireNonNull(pause, "think time");
            return this;
        }

        /**
         * Sets how operations arrive.
         *
         * @param model the closed or the open model
         * @return this builder
         */
        public Builder load(Load model) {
            load = Objects.requireNonNull(model, "load");
            return this;
        }

        /**
         * Sets for how long one operation may run before it counts as hanging, which ends the measurement.
         *
         * @param limit the limit
         * @return this builder
         * @throws IllegalArgumentException if the limit is not positive
         */
        public Builder hangLimit(Duration limit) {
            hangLimit = Rules.positive("hang limit", limit);
            return this;
        }

        /**
         * Adds an error that is part of the scenario, as a refusal is when refusing is measured. Such errors are counted, but
         * do not spoil the verdict.
         *
         * @param type the expected type, subclasses included
         * @return this builder
         */
        public Builder expectError(Class<? extends Throwable> type) {
            expectedErrors.add(Objects.requireNonNull(type, "expected error"));
            return this;
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
        public Builder count(String counter, LongSupplier source) {
            Objects.requireNonNull(source, "counter");
            if (counters.putIfAbsent(Rules.counter(counter), source) != null) {
                throw new IllegalArgumentException(
                        "scenario \"" + name + "\" has a counter \"" + counter + "\" already: choose another name");
            }
            return this;
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
                throw new IllegalStateException("scenario \"" + name + "\" has " + users + " users, but its load ("
                        + load + ") wants " + level + (level == 0 ? ": nobody would work" : ": leave users(..) out"));
            }
            int workers = users == 0 && ownUsers ? level : resolvedUsers();
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
}
