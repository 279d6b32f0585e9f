package io.leadfactory.perf.measure;

/** The corrected times of one user or of all, and when they were. For one thread. */
final class Corrections {
    private final Times times = new Times();
    private final Times unhindered = new Times();
    private final Timeline timeline = new Timeline();

    void record(long ended, long nanos, long shortest) {
        times.record(nanos);
        unhindered.record(shortest);
        timeline.record(ended, nanos);
    }

    void add(Corrections other) {
        times.add(other.times);
        unhindered.add(other.unhindered);
        timeline.add(other.timeline);
    }

    Times times() {
        return times;
    }

    Times unhindered() {
        return unhindered;
    }

    Timeline timeline() {
        return timeline;
    }
}
