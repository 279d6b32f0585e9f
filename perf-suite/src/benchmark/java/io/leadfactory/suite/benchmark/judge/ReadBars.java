package io.leadfactory.suite.benchmark.judge;

import io.leadfactory.suite.benchmark.read.Export;
import io.leadfactory.suite.benchmark.read.Reading;
import io.leadfactory.suite.benchmark.read.Reading.Query;
import io.leadfactory.suite.benchmark.variant.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The bars of the read side. Immutable.
 *
 * @param readings what was timed
 * @param exports exports of all events
 */
public record ReadBars(List<Reading> readings, List<Export> exports) {
    private static final int MANY = 1_000_000;
    private static final int HEAP_MEGABYTES = 64;
    private static final int SOME = 100_000;

    /** {@return all bars in the order in which they are shown} */
    public List<Bar> all() {
        List<Bar> bars = new ArrayList<>();
        bars.add(below(Query.PAGE_BY_SUBJECT, 20));
        bars.add(below(Query.PAGE_BY_ACTOR, 20));
        bars.add(below(Query.PAGE_BY_ACTION, 20));
        bars.add(below(Query.STATE_AT_OF_1000, 10));
        bars.add(besideHand(Query.LATEST_10, 1.1));
        bars.add(besideHand(Query.STATE_AT, 2));
        bars.add(export());
        return bars;
    }

    private Bar export() {
        String wanted = String.format(Locale.ROOT, "export of %,d events with a heap of %d MB", MANY, HEAP_MEGABYTES);
        return exports.stream()
                .filter(export -> export.wanted() >= MANY && export.heapMegabytes() <= HEAP_MEGABYTES)
                .map(export -> new Bar(
                        wanted,
                        String.format(Locale.ROOT, "%,d events in %.1f s", export.events(), export.seconds()),
                        Verdict.of(export.events() >= export.wanted())))
                .findFirst()
                .orElse(Bar.notMeasured(wanted));
    }

    private Bar below(Query query, double millis) {
        String wanted = String.format(
                Locale.ROOT, "%s, P95 below %.0f ms, %,d events, PostgreSQL", query.label(), millis, MANY);
        return ours(query)
                .filter(reading -> reading.events() >= MANY)
                .map(reading -> new Bar(
                        wanted,
                        String.format(Locale.ROOT, "%.2f ms", reading.p95Nanos() / 1e6),
                        Verdict.of(reading.p95Nanos() < millis * 1e6)))
                .findFirst()
                .orElse(Bar.notMeasured(wanted));
    }

    private Bar besideHand(Query query, double limit) {
        String wanted = String.format(
                Locale.ROOT, "%s at most %.1f x the hand-written query, %,d events", query.label(), limit, SOME);
        List<Reading> found = ours(query)
                .filter(reading -> reading.events() >= SOME && reading.toHand().hasInterval())
                .toList();
        return found.isEmpty()
                ? Bar.notMeasured(wanted)
                : new Bar(
                        wanted,
                        String.join(
                                "; ",
                                found.stream()
                                        .map(reading ->
                                                reading.toHand().shownWithInterval() + " on " + reading.database())
                                        .toList()),
                        Verdict.of(found.stream()
                                .allMatch(reading -> reading.toHand().value() <= limit)));
    }

    private Stream<Reading> ours(Query query) {
        return readings.stream()
                .filter(reading -> reading.query() == query && reading.who().equals(Variant.AUDIT_CORE.label()));
    }
}
