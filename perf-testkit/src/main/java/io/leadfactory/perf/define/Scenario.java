package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    Scenario(ScenarioParts builder, UserOperation operation, int users) {
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
    public static final class Builder extends ScenarioParts {
        private Builder(String name, PerfSettings defaults) {
            super(name, defaults);
        }

        private Builder(Scenario scenario) {
            this(scenario.name, scenario.defaults);
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

        @Override
        Builder self() {
            return this;
        }
    }
}
