package io.leadfactory.perf.define;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Several operations of one scenario, each with its weight: {@code Mix.of("read", 70, this::read).and("write", 30,
 * this::write)}. Immutable.
 *
 * <p>The weights are kept to exactly, not by chance: they are a deck of cards that is dealt to the end, shuffled anew and
 * dealt again. In the closed model each user has a deck of its own; in the open model the deck is that of the arrivals. The
 * same seed deals the same.
 */
public final class Mix {
    /** The most that all weights together may be, after division by what they have in common. */
    public static final int LARGEST_DECK = 10_000;

    private static final long SEED = 20_250_101;

    /**
     * One operation of a mix. Immutable.
     *
     * @param name how reports call it, {@code "read"}
     * @param weight its share of the sum of all weights
     * @param operation what is timed
     */
    public record Part(String name, int weight, UserOperation operation) {
        /**
         * Checks the parts.
         *
         * @throws IllegalArgumentException if the name is blank or the weight not positive
         */
        public Part {
            if (name.isBlank()) {
                throw new IllegalArgumentException("operation name must not be blank: \"" + name + "\"");
            }
            Rules.positive("weight of \"" + name + "\"", weight);
            Objects.requireNonNull(operation, "operation");
        }
    }

    private final List<Part> parts;
    private final long seed;

    private Mix(List<Part> parts, long seed) {
        this.parts = parts;
        this.seed = seed;
    }

    /**
     * Begins a mix.
     *
     * @param name how reports call the operation
     * @param weight its share of the sum of all weights
     * @param operation what is timed
     * @return a mix of one operation
     * @throws IllegalArgumentException if the name is blank or the weight not positive
     */
    public static Mix of(String name, int weight, Operation operation) {
        return new Mix(List.of(), SEED).and(name, weight, operation);
    }

    /**
     * Begins a mix.
     *
     * @param name how reports call the operation
     * @param weight its share of the sum of all weights
     * @param operation what is timed, told which user does it
     * @return a mix of one operation
     * @throws IllegalArgumentException if the name is blank or the weight not positive
     */
    public static Mix of(String name, int weight, UserOperation operation) {
        return new Mix(List.of(), SEED).and(name, weight, operation);
    }

    /**
     * Returns the mix with one more operation.
     *
     * @param name how reports call the operation
     * @param weight its share of the sum of all weights
     * @param operation what is timed
     * @return the larger mix
     * @throws IllegalArgumentException if the name is blank or there already, or the weight not positive or too large
     */
    public Mix and(String name, int weight, Operation operation) {
        Objects.requireNonNull(operation, "operation");
        return and(name, weight, user -> operation.run());
    }

    /**
     * Returns the mix with one more operation.
     *
     * @param name how reports call the operation
     * @param weight its share of the sum of all weights
     * @param operation what is timed, told which user does it
     * @return the larger mix
     * @throws IllegalArgumentException if the name is blank or there already, or the weight not positive or too large
     */
    public Mix and(String name, int weight, UserOperation operation) {
        if (parts.stream().anyMatch(part -> part.name().equals(name))) {
            throw new IllegalArgumentException(
                    "the mix has an operation \"" + name + "\" already: name this one apart");
        }
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(name, weight, operation));
        Mix mix = new Mix(List.copyOf(more), seed);
        long size = 0;
        for (int count : mix.deck()) {
            size += count;
        }
        if (size > LARGEST_DECK) {
            throw new IllegalArgumentException("the weights of a mix must come to at most " + LARGEST_DECK
                    + " after division by what they have in common, as 70 and 30 come to 10: "
                    + size);
        }
        return mix;
    }

    /**
     * Returns the mix dealt otherwise.
     *
     * @param number the same seed deals the same
     * @return the mix
     */
    public Mix seed(long number) {
        return new Mix(parts, number);
    }

    /**
     * Returns the operations.
     *
     * @return in the order in which they were named, at least one
     */
    public List<Part> parts() {
        return parts;
    }

    /**
     * Returns by what the deck is shuffled.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * Returns how often each operation comes in one deck: the weights without what they have in common.
     *
     * @return one count for each part, in their order
     */
    public int[] deck() {
        int common = 0;
        for (Part part : parts) {
            common = greatestCommonDivisor(part.weight(), common);
        }
        int divisor = common;
        return parts.stream().mapToInt(part -> part.weight() / divisor).toArray();
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /**
     * Names the mix for a person.
     *
     * @return {@code "read 70, write 30 by seed 1"}
     */
    @Override
    public String toString() {
        return String.join(
                        ", ",
                        parts.stream()
                                .map(part -> part.name() + " " + part.weight())
                                .toList())
                + " by seed " + seed;
    }
}
