package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A hunt for a race: two or more actors at the same time on a fresh state, in many short rounds, and what must hold after
 * each. Immutable.
 *
 * <p>Defaults: 10,000 rounds within at most one minute, platform threads, a hang limit of ten seconds, a new seed for each
 * definition, up to 256 states at a time.
 *
 * <p>A round makes no sound beside the actors: they start from one spinning gate, after small delays, yields and an order
 * that the seed decides. The seed repeats those, not what the operating system and the processor make of them.
 *
 * @param <S> the state that the actors share
 */
public final class Race<S> {
    /**
     * What an actor does with the state.
     *
     * @param <S> the state
     */
    @FunctionalInterface
    public interface Actor<S> {
        /**
         * Acts once.
         *
         * @param state the round's state
         * @throws Exception which is a violation unless the race expects it
         */
        void act(S state) throws Exception;
    }

    /**
     * What an actor does with the state and says of it.
     *
     * @param <S> the state
     */
    @FunctionalInterface
    public interface AnsweringActor<S> {
        /**
         * Acts once.
         *
         * @param state the round's state
         * @return what it saw; it should be short as text, and its texts few, because they are counted
         * @throws Exception which is a violation unless the race expects it
         */
        @Nullable
        Object act(S state) throws Exception;
    }

    /**
     * What must hold after each round.
     *
     * @param <S> the state
     */
    @FunctionalInterface
    public interface Invariant<S> {
        /**
         * Looks at a round when all its actors have ended.
         *
         * @param state the round's state
         * @param answers what the actors said
         * @return whether the round is as it must be
         * @throws Exception which is a violation too, as an assertion's error is
         */
        boolean holds(S state, Answers answers) throws Exception;
    }

    /** What the actors of one round said. For one thread. */
    public interface Answers {
        /**
         * Returns what an actor said.
         *
         * @param actor the actor's name
         * @return its answer; the exception if it threw one; null if it said null or is an actor without an answer
         * @throws IllegalArgumentException if there is no such actor
         */
        @Nullable
        Object of(String actor);

        /**
         * Returns what an actor said, as what it is.
         *
         * @param actor the actor's name
         * @param type the type of its answer
         * @param <T> the type of its answer
         * @return its answer
         * @throws IllegalArgumentException if there is no such actor, or its answer is null or of another type
         */
        default <T> T of(String actor, Class<T> type) {
            Object answer = of(actor);
            if (!type.isInstance(answer)) {
                throw new IllegalArgumentException(
                        "the answer of actor \"" + actor + "\" is not of " + type.getName() + ": " + answer);
            }
            return type.cast(answer);
        }
    }

    /**
     * One of the actors. Immutable.
     *
     * @param name how reports call it
     * @param answers whether what it returns is its answer
     * @param work what it does
     * @param <S> the state
     */
    public record Part<S>(String name, boolean answers, AnsweringActor<S> work) {}

    private static final long DEFAULT_ROUNDS = 10_000;

    private final String name;
    private final Supplier<? extends S> state;
    private final List<Part<S>> actors;
    private final Invariant<S> invariant;
    private final long rounds;
    private final Duration duration;
    private final boolean virtual;
    private final long seed;
    private final int statesAtATime;
    private final Duration hangLimit;
    private final List<Class<? extends Throwable>> expectedErrors;

    Race(RaceParts<S> builder, Invariant<S> invariant) {
        this.name = builder.name;
        this.state = builder.state;
        this.actors = List.copyOf(builder.actors);
        this.invariant = invariant;
        this.rounds = builder.rounds == 0 && builder.duration == null ? DEFAULT_ROUNDS : builder.rounds;
        this.duration = builder.duration == null ? Duration.ofMinutes(1) : builder.duration;
        this.virtual = builder.virtual;
        this.seed = builder.seed == null ? ThreadLocalRandom.current().nextLong() : builder.seed;
        this.statesAtATime = builder.statesAtATime;
        this.hangLimit = builder.hangLimit;
        this.expectedErrors = List.copyOf(builder.expectedErrors);
    }

    /**
     * Begins a race.
     *
     * @param name how reports call it, {@code "lost update"}
     * @return what wants to know the state
     * @throws IllegalArgumentException if the name is blank
     */
    public static Named of(String name) {
        return new Named(Rules.name(name));
    }

    /** A race that has a name and nothing else yet. Immutable. */
    public static final class Named {
        private final String name;

        private Named(String name) {
            this.name = name;
        }

        /**
         * Sets what the actors of a round share. States of several rounds are alive at the same time, so they must not
         * share anything among each other, or {@link Builder#statesAtATime(int)} must be 1.
         *
         * @param source makes a fresh state for each round
         * @param <S> the state
         * @return the builder
         */
        public <S> Builder<S> state(Supplier<? extends S> source) {
            return new Builder<>(name, source);
        }
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
     * Returns what makes a round's state.
     *
     * @return the source
     */
    public Supplier<? extends S> state() {
        return state;
    }

    /**
     * Returns who acts at the same time.
     *
     * @return at least two actors
     */
    public List<Part<S>> actors() {
        return actors;
    }

    /**
     * Returns what must hold after each round.
     *
     * @return the invariant
     */
    public Invariant<S> invariant() {
        return invariant;
    }

    /**
     * Returns after how many rounds the hunt ends.
     *
     * @return the number; empty if the duration alone ends it
     */
    public OptionalLong rounds() {
        return rounds == 0 ? OptionalLong.empty() : OptionalLong.of(rounds);
    }

    /**
     * Returns after how much time the hunt ends, even if rounds are left.
     *
     * @return the duration
     */
    public Duration duration() {
        return duration;
    }

    /**
     * Returns whether actors should be virtual threads.
     *
     * @return true if virtual threads are wanted where the JDK has them
     */
    public boolean virtual() {
        return virtual;
    }

    /**
     * Returns what decides delays, yields and order.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * Returns how many rounds' states may be alive at the same time.
     *
     * @return at least 1
     */
    public int statesAtATime() {
        return statesAtATime;
    }

    /**
     * Returns for how long an actor may act before it counts as hanging.
     *
     * @return the limit
     */
    public Duration hangLimit() {
        return hangLimit;
    }

    /**
     * Returns whether an actor's error is no violation.
     *
     * @param error what an actor threw
     * @return true if it is of a type that the race expects
     */
    public boolean expects(Throwable error) {
        return expectedErrors.stream().anyMatch(type -> type.isInstance(error));
    }

    /**
     * Collects the parts of a {@link Race}. For one thread.
     *
     * @param <S> the state that the actors share
     */
    public static final class Builder<S> extends RaceParts<S> {
        private Builder(String name, Supplier<? extends S> state) {
            super(name, state);
        }

        @Override
        Builder<S> self() {
            return this;
        }
    }

    /**
     * What must hold of a state.
     *
     * @param <S> the state
     */
    @FunctionalInterface
    public interface Check<S> {
        /**
         * Looks at a state.
         *
         * @param state the round's state
         * @return whether it is as it must be
         * @throws Exception which is a violation too
         */
        boolean holds(S state) throws Exception;
    }
}
