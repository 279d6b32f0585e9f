package io.leadfactory.suite.benchmark.write;

import java.time.Duration;

/**
 * How long a race takes. Immutable.
 *
 * @param warmUp how long the contenders run before anything counts
 * @param measuring how long they are measured
 * @param block how long a block of a contender's slowest work should take
 * @param fewestRounds how many rounds there are even if that takes longer
 */
public record Pace(Duration warmUp, Duration measuring, Duration block, int fewestRounds) {}
