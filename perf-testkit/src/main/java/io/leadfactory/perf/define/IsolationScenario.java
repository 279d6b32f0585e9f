package io.leadfactory.perf.define;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of a system that must keep its limits while another part is broken: the bystander's scenario is run before, during
 * and after the other part's fault, while somebody goes on using the broken part. Immutable.
 *
 * <p>Without a use of the broken part the fault may never strike; then only a fault that needs no use, as a full disk, tells
 * anything.
 */
public final class IsolationScenario {
    private final String name;
    private final Scenario bystander;
    private final Operation faultBegin;
    private final Operation faultEnd;
    private final @Nullable Operation broken;
    private final int brokenUsers;
    private final Duration brokenPause;

    private IsolationScenario(Builder builder, Scenario bystander, Operation faultBegin, Operation faultEnd) {
        this.name = builder.name;
        this.bystander = bystander;
        this.faultBegin = faultBegin;
        this.faultEnd = faultEnd;
        this.broken = builder.broken;
        this.brokenUsers = builder.brokenUsers;
        this.brokenPause = builder.brokenPause;
    }

    /**
     * Begins a scenario.
     *
     * @param name how reports call it, {@code "search while billing is down"}
     * @return the builder
     * @throws IllegalArgumentException if the name is blank
     */
    public static Builder named(String name) {
        return new Builder(Rules.name(name));
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
     * Returns who must keep its limits.
     *
     * @return the scenario that is run in each phase; its warm-up in the first alone
     */
    public Scenario bystander() {
        return bystander;
    }

    /**
     * Returns what breaks the other part.
     *
     * @return the fault's begin
     */
    public Operation faultBegin() {
        return faultBegin;
    }

    /**
     * Returns what takes the fault away.
     *
     * @return the fault's end
     */
    public Operation faultEnd() {
        return faultEnd;
    }

    /**
     * Returns what uses the broken part meanwhile.
     *
     * @return the use, which may fail; null if there is none
     */
    public @Nullable Operation broken() {
        return broken;
    }

    /**
     * Returns how many threads use the broken part.
     *
     * @return at least 1
     */
    public int brokenUsers() {
        return brokenUsers;
    }

    /**
     * Returns how long a thread pauses after each use of the broken part.
     *
     * @return the pause
     */
    public Duration brokenPause() {
        return brokenPause;
    }

    /** Collects the parts of an {@link IsolationScenario}. For one thread. */
    public static final class Builder {
        private final String name;
        private @Nullable Scenario bystander;
        private @Nullable Operation faultBegin;
        private @Nullable Operation faultEnd;
        private @Nullable Operation broken;
        private int brokenUsers = 1;
        private Duration brokenPause = Duration.ofMillis(10);

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Sets who must keep its limits.
         *
         * @param scenario what is run in each phase; its warm-up in the first alone
         * @return this builder
         */
        public Builder bystander(Scenario scenario) {
            bystander = scenario;
            return this;
        }

        /**
         * Sets the fault of the other part.
         *
         * @param begin breaks it
         * @param end takes the fault away
         * @return this builder
         */
        public Builder fault(Operation begin, Operation end) {
            faultBegin = begin;
            faultEnd = end;
            return this;
        }

        /**
         * Sets what uses the broken part in all three phases, by one thread that pauses 10 ms after each use.
         *
         * @param use the use; it may fail
         * @return this builder
         */
        public Builder broken(Operation use) {
            return broken(use, 1, Duration.ofMillis(10));
        }

        /**
         * Sets what uses the broken part in all three phases.
         *
         * @param use the use; it may fail
         * @param users how many threads
         * @param pause after each use
         * @return this builder
         * @throws IllegalArgumentException if the users are not positive or the pause is negative
         */
        public Builder broken(Operation use, int users, Duration pause) {
            broken = use;
            brokenUsers = Rules.positive("users of the broken part", users);
            brokenPause = Rules.notNegative("pause", pause);
            return this;
        }

        /**
         * Builds the scenario.
         *
         * @return the scenario
         * @throws IllegalStateException if there is no bystander or no fault
         */
        public IsolationScenario build() {
            Scenario who = bystander;
            Operation begin = faultBegin;
            Operation end = faultEnd;
            if (who == null) {
                throw new IllegalStateException("scenario \"" + name + "\" has no bystander: call bystander(..)");
            }
            if (begin == null || end == null) {
                throw new IllegalStateException("scenario \"" + name + "\" has no fault: call fault(..)");
            }
            return new IsolationScenario(this, who, begin, end);
        }
    }
}
