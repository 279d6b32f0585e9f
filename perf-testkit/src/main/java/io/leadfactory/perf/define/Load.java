package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How operations arrive, and how that changes over the run. Immutable.
 *
 * <p>In the closed model a user begins its next operation when the last one ended, so a slow system is asked less often.
 * In the open model operations are due at instants that do not depend on the system, and the response time counts from
 * the instant at which the operation was due: a stall is seen by every operation that had to wait for it.
 *
 * <p>Either has a level, users or operations in a second, that may change in stages: {@code
 * Load.open(10).rampTo(100, ofSeconds(30)).hold(ofMinutes(1))}. A load with stages ends with its last stage; a scenario's
 * duration cuts it short or holds the last level for longer.
 */
public final class Load {
    private static final Load CLOSED = new Load(false, 0, List.of(), OptionalLong.empty());

    private final boolean open;
    private final double start;
    private final List<Stage> stages;
    private final OptionalLong poissonSeed;

    private Load(boolean open, double start, List<Stage> stages, OptionalLong poissonSeed) {
        this.open = open;
        this.start = start;
        this.stages = stages;
        this.poissonSeed = poissonSeed;
    }

    /**
     * Returns the closed model with all of the scenario's users from the start on.
     *
     * @return the model in which each user begins when it is ready
     */
    public static Load closed() {
        return CLOSED;
    }

    /**
     * Returns the closed model with a number of users that changes: stages follow. A user who is not wanted yet, or not any
     * more, waits; the scenario needs as many users as the highest level, and has them if it does not say otherwise.
     *
     * @param users how many work at first; 0 or more
     * @return the model in which each user begins when it is ready
     * @throws IllegalArgumentException if the number is negative
     */
    public static Load closed(int users) {
        if (users < 0) {
            throw new IllegalArgumentException("users at first must not be negative: " + users);
        }
        return new Load(false, users, List.of(), OptionalLong.empty());
    }

    /**
     * Returns the open model.
     *
     * @param ratePerSecond operations due in a second, over all users together
     * @return the model in which operations are due at a fixed rate
     * @throws IllegalArgumentException if the rate is not a positive finite number
     */
    public static Load open(double ratePerSecond) {
        if (!(ratePerSecond > 0) || Double.isInfinite(ratePerSecond)) {
            throw new IllegalArgumentException(
                    "rate must be a positive number of operations per second: " + ratePerSecond);
        }
        return new Load(true, ratePerSecond, List.of(), OptionalLong.empty());
    }

    /**
     * Returns the load with one more stage, in which the level changes evenly.
     *
     * @param level where it goes: operations in a second in the open model, users in the closed model
     * @param over in which time
     * @return the longer load
     * @throws IllegalArgumentException if the level is negative, in the closed model not a whole number, or the time is not
     *     positive
     * @throws IllegalStateException on {@link #closed()}, whose level is not its own
     */
    public Load rampTo(double level, Duration over) {
        return with(new Stage(level(), whole(level), over));
    }

    /**
     * Returns the load with one more stage, in which the level stays.
     *
     * @param time for how long
     * @return the longer load
     * @throws IllegalArgumentException if the time is not positive
     * @throws IllegalStateException on {@link #closed()}, whose level is not its own
     */
    public Load hold(Duration time) {
        return with(new Stage(level(), level(), time));
    }

    /**
     * Returns the load with one more stage, at whose begin the level jumps.
     *
     * @param level where it goes: operations in a second in the open model, users in the closed model
     * @param time for how long it stays there
     * @return the longer load
     * @throws IllegalArgumentException if the level is negative, in the closed model not a whole number, or the time is not
     *     positive
     * @throws IllegalStateException on {@link #closed()}, whose level is not its own
     */
    public Load stepTo(double level, Duration time) {
        level();
        return with(new Stage(whole(level), level, time));
    }

    /**
     * Returns the load with a flight of steps of equal height. In the closed model each is rounded to whole users.
     *
     * @param level the level of the last step
     * @param steps how many there are
     * @param each for how long each stays
     * @return the longer load
     * @throws IllegalArgumentException if the level is negative, in the closed model not a whole number, or the steps or the
     *     time are not positive
     * @throws IllegalStateException on {@link #closed()}, whose level is not its own
     */
    public Load stairsTo(double level, int steps, Duration each) {
        Rules.positive("steps", steps);
        double from = level();
        Load load = this;
        for (int step = 1; step <= steps; step++) {
            double height = from + (whole(level) - from) * step / steps;
            load = load.stepTo(open ? height : Math.rint(height), each);
        }
        return load;
    }

    /**
     * Returns the open load with arrivals at random instants, as those of many people who know nothing of each other (a
     * Poisson process). The rate and its stages stay.
     *
     * @param seed the same seed gives the same instants
     * @return the load
     * @throws IllegalStateException in the closed model, where users begin when they are ready
     */
    public Load poisson(long seed) {
        if (!open) {
            throw new IllegalStateException(
                    "poisson arrivals are of the open model: begin with Load.open(..); in the closed model pauses may be "
                            + "random, see ThinkTime.between(..)");
        }
        return new Load(true, start, stages, OptionalLong.of(seed));
    }

    /**
     * Returns whether operations are due at a rate.
     *
     * @return true in the open model
     */
    public boolean isOpen() {
        return open;
    }

    /**
     * Returns the rate of the open model at its begin.
     *
     * @return operations due in a second over all users together; 0 in the closed model
     */
    public double ratePerSecond() {
        return open ? start : 0;
    }

    /**
     * Returns how the level changes.
     *
     * @return the stages in their order; empty if the level stays as it is
     */
    public List<Stage> stages() {
        return stages;
    }

    /**
     * Returns how long all stages take.
     *
     * @return the sum of their times; zero without stages
     */
    public Duration length() {
        return stages.stream().map(Stage::time).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Returns the highest level of all stages and the begin.
     *
     * @return operations in a second in the open model, users in the closed model; 0 for {@link #closed()}
     */
    public double peak() {
        // What is jumped away from at once was never there, unless nothing follows.
        return stages.stream()
                .mapToDouble(stage -> Math.max(stage.from(), stage.to()))
                .max()
                .orElse(start);
    }

    /**
     * Returns the seed of random arrivals.
     *
     * @return the seed; empty if operations are due at even distances, and in the closed model
     */
    public OptionalLong poissonSeed() {
        return poissonSeed;
    }

    private double level() {
        if (this == CLOSED) {
            throw new IllegalStateException(
                    "the closed model with all users at once has no stages: begin with Load.closed(1) or another number");
        }
        return stages.isEmpty() ? start : stages.get(stages.size() - 1).to();
    }

    private double whole(double level) {
        if (!open && level != Math.rint(level)) {
            throw new IllegalArgumentException("users must be a whole number: " + level);
        }
        return level;
    }

    private Load with(Stage stage) {
        List<Stage> more = new ArrayList<>(stages);
        more.add(stage);
        return new Load(open, start, List.copyOf(more), poissonSeed);
    }

    static String number(double level) {
        return level == Math.rint(level) && Math.abs(level) < 1e15
                ? Long.toString((long) level)
                : Double.toString(level);
    }

    /**
     * Names the model for a person.
     *
     * @return {@code "closed"}, {@code "open, 200 /s"} or {@code "open, 10 to 100 in PT30S, 100 for PT1M /s"}
     */
    @Override
    public String toString() {
        if (this == CLOSED) {
            return "closed";
        }
        String course = stages.isEmpty()
                ? number(start)
                : String.join(", ", stages.stream().map(Stage::toString).toList());
        String random = poissonSeed.isPresent() ? ", poisson by seed " + poissonSeed.getAsLong() : "";
        return open ? "open, " + course + " /s" + random : "closed, users " + course;
    }
}
