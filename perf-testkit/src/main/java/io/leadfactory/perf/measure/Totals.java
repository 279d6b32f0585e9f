package io.leadfactory.perf.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What all users of a run took down together, after the parts of the run that were measured before. For one thread. */
final class Totals {
    private final Times response = new Times();
    private final Times service = new Times();
    private final Times lag = new Times();
    private final Times lateness = new Times();
    private final Corrections corrections = new Corrections();
    private final Timeline timeline = new Timeline();
    private final Map<String, Long> errorsByType = new TreeMap<>();
    private final List<Recorder.Failure> failures = new ArrayList<>();
    private long errors;
    private long unexpectedErrors;
    private boolean open;

    private Totals() {}

    static Totals of(MeasurementParts parts) {
        Totals totals = new Totals();
        long offset = 0;
        for (Measurement part : parts.joined) {
            totals.add(offset, part);
            offset += part.elapsed().toNanos();
        }
        parts.recorders.forEach(totals::add);
        return totals;
    }

    private void add(long offset, Measurement part) {
        response.add(part.responseTime());
        part.serviceTime().ifPresent(service::add);
        part.scheduleLag().ifPresent(lag::add);
        part.generatorLateness().ifPresent(lateness::add);
        open |= part.serviceTime().isPresent();
        part.addTo(timeline, offset);
        part.errorsByType().forEach((type, count) -> errorsByType.merge(type, count, Long::sum));
        part.firstErrors().forEach(error -> failures.add(new Recorder.Failure(offset, error)));
        errors += part.errors();
        unexpectedErrors += part.unexpectedErrors();
    }

    private void add(Recorder recorder) {
        response.add(recorder.response());
        if (recorder.isOpen()) {
            open = true;
            service.add(recorder.service());
            lag.add(recorder.lag());
        }
        if (recorder.lateness() != null) {
            lateness.add(recorder.lateness());
        }
        if (recorder.corrections() != null) {
            corrections.add(recorder.corrections());
        }
        timeline.add(recorder.timeline());
        recorder.errorsByType().forEach((type, count) -> errorsByType.merge(type, count, Long::sum));
        failures.addAll(recorder.firstErrors());
        errors += recorder.errors();
        unexpectedErrors += recorder.unexpectedErrors();
    }

    Distribution response() {
        return response.distribution();
    }

    Optional<Distribution> service() {
        return ifOpen(service);
    }

    Optional<Distribution> lag() {
        return ifOpen(lag);
    }

    Optional<Distribution> lateness() {
        return ifOpen(lateness);
    }

    /** Returns the distribution of what only the open model has. */
    private Optional<Distribution> ifOpen(Times times) {
        return open ? Optional.of(times.distribution()) : Optional.empty();
    }

    Corrections corrections() {
        return corrections;
    }

    Timeline timeline() {
        return timeline;
    }

    long errors() {
        return errors;
    }

    long unexpectedErrors() {
        return unexpectedErrors;
    }

    Map<String, Long> errorsByType() {
        return Collections.unmodifiableMap(errorsByType);
    }

    /** Returns the errors that came first, in the order of time. */
    List<Throwable> firstErrors() {
        return failures.stream()
                .sorted(Comparator.comparingLong(Recorder.Failure::offset))
                .limit(Recorder.FIRST_ERRORS)
                .map(Recorder.Failure::error)
                .toList();
    }
}
