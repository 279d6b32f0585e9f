package io.leadfactory.perf.watch;

import java.util.Optional;

/** Whether one threshold is crossed, and what a reading changes in that. Guarded by its watch. */
final class ThresholdState {
    /** A figure over the window. */
    record Reading(double value, long samples) {
        static final Reading NONE = new Reading(Double.NaN, 0);

        static Reading of(Threshold.Figure figure, Window.Sums sums, boolean full, double seconds) {
            long all = sums.all();
            return switch (figure) {
                case MEAN -> new Reading(all == 0 ? Double.NaN : sums.nanos() / all, all);
                case P95 -> new Reading(sums.p95(), sums.timed());
                case MAX -> new Reading(all == 0 ? Double.NaN : (double) sums.longest(), all);
                case ERROR_RATE -> new Reading(all == 0 ? Double.NaN : (double) sums.failed() / all, all);
                case THROUGHPUT -> new Reading(full ? sums.succeeded() / seconds : Double.NaN, all);
                case MEMORY_INCREASE -> NONE;
            };
        }
    }

    /** A threshold that was crossed, or is back. */
    record Change(boolean raised, Reading reading) {}

    private final Threshold threshold;
    private boolean alerting;

    ThresholdState(Threshold threshold) {
        this.threshold = threshold;
    }

    Threshold threshold() {
        return threshold;
    }

    boolean alerting() {
        return alerting;
    }

    /** Without enough samples everything stays as it is: silence is no sign of health. */
    Optional<Change> judge(Reading reading) {
        if (Double.isNaN(reading.value()) || reading.samples() < threshold.samples()) {
            return Optional.empty();
        }
        boolean turns = alerting ? threshold.backAt(reading.value()) : threshold.crossedBy(reading.value());
        if (!turns) {
            return Optional.empty();
        }
        alerting = !alerting;
        return Optional.of(new Change(alerting, reading));
    }
}
