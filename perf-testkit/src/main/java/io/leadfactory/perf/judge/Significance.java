package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.CorrectedTimes;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Look;
import io.leadfactory.perf.measure.RatioInterval;
import io.leadfactory.perf.measure.SoakMeasurement;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * How likely a figure so far beyond its limit is if the system keeps the limit: the p-value of a finding's claim.
 *
 * <p>A percentile's follows from the binomial distribution, a mean's from Student's t over blocks of time, a sweep's from
 * Student's t over its rounds and that of saved jars over their loads, a trend's from Kendall's statistic, that of other
 * ratios from the signs of the pairs. For any other figure the end of the interval that looks at the limit is taken for so
 * many standard errors of a normal distribution as its confidence says. The latter is a lower
 * bound for the others too: whoever widens an interval, because its samples depend on each other, weakens the claim with
 * it.
 */
final class Significance {
    private Significance() {}

    static Finding of(Measurement measurement, Finding found) {
        return with(found, measurement.responseTime(), measurement::meanLikelihoodAtMost);
    }

    static Finding of(CorrectedTimes corrected, Finding found) {
        return with(found, corrected.distribution(), corrected::meanLikelihoodAtMost);
    }

    /** The divisor is what stands between the slow-down and the figure. */
    static Finding of(SweepMeasurement sweep, int users, double divisor, Finding found) {
        return with(
                found,
                limit -> found.limit().metric().equals(Metric.EFFICIENCY)
                        ? sweep.efficiencyLikelihood(users, limit)
                        : sweep.slowDownLikelihood(users, limit * divisor));
    }

    static Finding of(MemoryTrend trend, Finding found) {
        return switch (found.limit().metric().id()) {
            case "heap" -> with(found, trend::heapLikelihood);
            case "resident" -> with(found, trend::residentLikelihood);
            case "leak" -> with(found, trend::leakLikelihood);
            default -> found;
        };
    }

    static Finding of(PairedMeasurement pairs, Finding found) {
        return with(
                found,
                limit -> pairs.loads().areSeveral()
                        ? pairs.loadsLikelihood(limit).orElse(1)
                        : bySigns(pairs, found.figure(), limit));
    }

    /** A look has spent its share of the error of all looks, so its p-value is as many times larger. */
    private static double bySigns(PairedMeasurement pairs, Figure figure, double limit) {
        List<Look> looks = pairs.looks();
        if (looks.isEmpty()) {
            return normalAbove(RatioInterval.signErrors(pairs.ratios(), limit, figure.confidence()));
        }
        double confidence = looks.get(looks.size() - 1).interval().confidence();
        double looked =
                normalAbove(RatioInterval.signErrors(PairedMeasurement.quadRatios(pairs.pairs()), limit, confidence));
        return Math.min(1, looked * (1 - figure.confidence()) / (1 - confidence));
    }

    static Finding of(SoakMeasurement soak, Finding found) {
        return with(found, soak::slowDownLikelihood);
    }

    private static Finding with(Finding found, DoubleUnaryOperator likelihood) {
        if (Double.isNaN(found.pValue()) || found.verdict() != Verdict.FAIL) {
            return found;
        }
        double exact = likelihood.applyAsDouble(found.limit().value());
        return found.withPValue(Math.max(exact, found.pValue()));
    }

    private static Finding with(Finding found, Distribution times, DoubleUnaryOperator mean) {
        Limit limit = found.limit();
        boolean upper = limit.bound() == Limit.Bound.BELOW || limit.bound() == Limit.Bound.AT_MOST;
        OptionalDouble percentile = limit.metric().asPercentile();
        if (upper && percentile.isPresent()) {
            return with(found, value -> times.likelihoodAtMost(percentile.getAsDouble(), value));
        }
        return upper && limit.metric().equals(Metric.MEAN) ? with(found, mean) : found;
    }

    /** Returns the p-value by the interval alone; not a number for a figure without one. */
    static double byInterval(Figure figure, Limit limit) {
        if (!figure.hasInterval() || Double.isNaN(figure.value())) {
            return Double.NaN;
        }
        boolean above = figure.value() > limit.value();
        double reach = above ? figure.value() - figure.low() : figure.high() - figure.value();
        double distance = Math.abs(figure.value() - limit.value());
        if (limit.bound().holds(figure.value(), limit.value())) {
            return 1;
        }
        return reach <= 0 ? 0 : normalAbove(standardErrors(figure.confidence()) * distance / reach);
    }

    /** Returns how many standard errors an interval of a confidence reaches to each side. */
    private static double standardErrors(double confidence) {
        double tail = (1 - confidence) / 2;
        double low = 0;
        double high = 40;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (normalAbove(middle) > tail) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The upper tail of the standard normal: by its series up to 3, beyond by its continued fraction (DLMF 7.6.1, 7.9.1). */
    static double normalAbove(double z) {
        if (z < 0) {
            return 1 - normalAbove(-z);
        }
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        if (z < 3) {
            double sum = z;
            double term = z;
            for (int k = 1; k < 100; k++) {
                term *= z * z / (2 * k + 1);
                sum += term;
            }
            return 0.5 - density * sum;
        }
        double fraction = 0;
        for (int k = 60; k > 0; k--) {
            fraction = k / (z + fraction);
        }
        return density / (z + fraction);
    }
}
