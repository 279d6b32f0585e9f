package io.leadfactory.perf.measure;

/** The corrected times of one user or of all, and when they were. For one thread. */
final class Corrections {
    private final Times times = new Times();
    private final Timeline timeline = new Timeline();

    void record(long ended, long nanos) {
        times.record(nanos);
        timeline.record(ended, nanos);
    }

    void add(Corrections other) {
        times.add(other.times);
        timeline.add(other.timeline);
    }

    Times times() {
        return times;
    }

    Timeline timeline() {
        return timeline;
    }
}
