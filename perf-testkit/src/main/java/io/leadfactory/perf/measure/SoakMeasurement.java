package io.leadfactory.perf.measure;

import java.util.List;
import java.util.Optional;

/**
 * What work did that went on for a long time. Immutable.
 *
 * @param whole all parts joined
 * @param memory what stayed in memory after each part
 * @param medianNanos the median response time of each part in nanoseconds; not a number for a part without samples
 */
public record SoakMeasurement(Measurement whole, MemoryTrend memory, List<Double> medianNanos) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is not one median for each part
     */
    public SoakMeasurement {
        medianNanos = List.copyOf(medianNanos);
        if (medianNanos.size() != memory.cycles().size()) {
            throw new IllegalArgumentException("a soak has a median for each part: " + medianNanos.size() + " medians, "
                    + memory.cycles().size() + " parts");
        }
    }

    /**
     * Returns how the median response time moves from the first to the last part that is not dropped.
     *
     * <p>Medians, because a moment in which the machine was busy elsewhere shall not look like a system that ages; ratios,
     * because that is how slow-downs add up.
     *
     * @return the last median over the first by the trend, 1 if nothing moves, with the 95 % interval of the trend; empty if
     *     a part that is not dropped has no samples
     */
    public Optional<Estimate> slowDown() {
        Trend trend = Trend.of(logs());
        if (Double.isNaN(trend.low())) {
            return Optional.empty();
        }
        Interval interval = new Interval(Math.exp(trend.growthLow()), Math.exp(trend.growthHigh()));
        return Optional.of(new Estimate(Math.exp(trend.growth()), interval));
    }

    /**
     * Returns how likely a slow-down so far from a limit is if the true one is the limit: exactly, by Kendall's statistic.
     *
     * @param factor the limit of the last median over the first
     * @return the probability on the side where the slow-down lies, 0 to 1
     */
    public double slowDownLikelihood(double factor) {
        return Trend.likelihood(Math.log(Math.max(0, factor)), logs());
    }

    private double[] logs() {
        return medianNanos.subList(memory.dropped(), medianNanos.size()).stream()
                .mapToDouble(nanos -> Math.log(Math.max(1, nanos)))
                .toArray();
    }
}
