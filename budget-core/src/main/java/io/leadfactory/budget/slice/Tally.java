package io.leadfactory.budget.slice;

/**
 * What the tickets of a slice say, in nano-units. Immutable.
 *
 * @param spent what tickets that ended had cost
 * @param held what is held by tickets that have not
 */
public record Tally(long spent, long held) {}
