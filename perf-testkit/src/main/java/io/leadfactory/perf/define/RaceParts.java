package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@link Race} while they are collected. For one thread.
 *
 * @param <S> the state that the actors share
 */
abstract sealed class RaceParts<S> permits Race.Builder {
    final String name;
    final Supplier<? extends S> state;
    final List<Race.Part<S>> actors = new ArrayList<>();
    Race.@Nullable Invariant<S> invariant;
    long rounds;

    @Nullable
    Duration duration;

    boolean virtual;

    @Nullable
    Long seed;

    int statesAtATime = 256;
    Duration hangLimit = Duration.ofSeconds(10);
    final List<Class<? extends Throwable>> expectedErrors = new ArrayList<>();

    RaceParts(String name, Supplier<? extends S> state) {
        this.name = name;
        this.state = Objects.requireNonNull(state, "state");
    }

    abstract Race.Builder<S> self();

    /**
     * Adds an actor that says nothing.
     *
     * @param actorName how reports call it
     * @param work what it does in each round
     * @return this builder
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Race.Builder<S> actor(String actorName, Race.Actor<S> work) {
        Objects.requireNonNull(work, "actor");
        return add(new Race.Part<>(actorName, false, shared -> {
            work.act(shared);
            return null;
        }));
    }

    /**
     * Adds an actor whose answer is counted and shown to the invariant.
     *
     * @param actorName how reports call it
     * @param work what it does in each round
     * @return this builder
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Race.Builder<S> answeringActor(String actorName, Race.AnsweringActor<S> work) {
        return add(new Race.Part<>(actorName, true, Objects.requireNonNull(work, "actor")));
    }

    private Race.Builder<S> add(Race.Part<S> part) {
        if (part.name().isBlank()) {
            throw new IllegalArgumentException("actor name of race \"" + name + "\" must not be blank");
        }
        if (actors.stream().anyMatch(known -> known.name().equals(part.name()))) {
            throw new IllegalArgumentException(
                    "race \"" + name + "\" has an actor \"" + part.name() + "\" already: give each its own name");
        }
        actors.add(part);
        return self();
    }

    /**
     * Sets what must hold of the state after each round.
     *
     * @param check answers true if the state is as it must be; an exception is a violation too
     * @return this builder
     * @throws IllegalStateException if there is an invariant already
     */
    public Race.Builder<S> invariant(Race.Check<S> check) {
        Objects.requireNonNull(check, "invariant");
        return invariant((shared, answers) -> check.holds(shared));
    }

    /**
     * Sets what must hold of the state and of what the actors said after each round.
     *
     * @param check answers true if the round is as it must be; an exception is a violation too
     * @return this builder
     * @throws IllegalStateException if there is an invariant already
     */
    public Race.Builder<S> invariant(Race.Invariant<S> check) {
        if (invariant != null) {
            throw new IllegalStateException("race \"" + name + "\" has an invariant already: combine them into one");
        }
        invariant = Objects.requireNonNull(check, "invariant");
        return self();
    }

    /**
     * Sets after how many rounds the hunt ends. If the time is over before, the outcome is inconclusive.
     *
     * @param number at least 1
     * @return this builder
     * @throws IllegalArgumentException if the number is not positive
     */
    public Race.Builder<S> rounds(long number) {
        rounds = Rules.positive("rounds", number);
        return self();
    }

    /**
     * Sets after how much time the hunt ends. Without {@link #rounds(long)} it plays as many rounds as fit.
     *
     * @param time the duration
     * @return this builder
     * @throws IllegalArgumentException if the duration is not positive
     */
    public Race.Builder<S> duration(Duration time) {
        duration = Rules.positive("duration", time);
        return self();
    }

    /**
     * Makes the actors virtual threads; on a JDK without them they stay platform threads, and the outcome says which.
     *
     * @return this builder
     */
    public Race.Builder<S> virtualActors() {
        virtual = true;
        return self();
    }

    /**
     * Sets what decides delays, yields and order, to repeat those of an earlier hunt.
     *
     * @param number the seed
     * @return this builder
     */
    public Race.Builder<S> seed(long number) {
        seed = number;
        return self();
    }

    /**
     * Sets how many rounds' states may be alive at the same time. Fewer make a hunt slower.
     *
     * @param number at least 1; 1 if the states share something, as rows of one table
     * @return this builder
     * @throws IllegalArgumentException if the number is not positive
     */
    public Race.Builder<S> statesAtATime(int number) {
        statesAtATime = Rules.positive("states at a time", number);
        return self();
    }

    /**
     * Sets for how long an actor may act before it counts as hanging, which ends the hunt.
     *
     * @param limit the limit
     * @return this builder
     * @throws IllegalArgumentException if the limit is not positive
     */
    public Race.Builder<S> hangLimit(Duration limit) {
        hangLimit = Rules.positive("hang limit", limit);
        return self();
    }

    /**
     * Adds an error that an actor may end with, as a refusal is when only one of them can win. The invariant sees it as
     * the actor's answer.
     *
     * @param type the expected type, subclasses included
     * @return this builder
     */
    public Race.Builder<S> expectError(Class<? extends Throwable> type) {
        expectedErrors.add(Objects.requireNonNull(type, "expected error"));
        return self();
    }

    /**
     * Builds the race.
     *
     * @return the race
     * @throws IllegalStateException if there are fewer than two actors, or there is no invariant
     */
    public Race<S> build() {
        if (actors.size() < 2) {
            throw new IllegalStateException("race \"" + name + "\" needs at least two actors, it has " + actors.size()
                    + ": call actor(..) for each");
        }
        Race.Invariant<S> check = Optional.ofNullable(invariant)
                .orElseThrow(() -> new IllegalStateException(
                        "race \"" + name + "\" has no invariant, so nothing could be violated: call invariant(..)"));
        return new Race<>(this, check);
    }
}
