package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.RaceOutcome;
import io.leadfactory.perf.measure.RaceOutcome.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges hunts for races. No violation is never called a proof. */
final class RaceFinding {
    private static final long ENOUGH_OVERLAPPING = 300;
    private static final double ENOUGH_SHARE = 0.1;
    private static final int SHOWN_OUTCOMES = 8;

    private RaceFinding() {}

    static Judgement judge(RaceOutcome outcome) {
        Limit limit = Limit.atMost(Metric.VIOLATIONS, 0);
        Figure figure = Figure.exact(Metric.VIOLATIONS, outcome.found().isPresent() ? 1 : 0, outcome.rounds());
        Finding finding = new Finding(limit, figure, verdict(outcome), reason(outcome));
        List<Throwable> causes = outcome.found().map(Violation::cause).stream().toList();
        return new Judgement(outcome.race(), List.of(finding), facts(outcome), causes);
    }

    private static Verdict verdict(RaceOutcome outcome) {
        if (outcome.found().isPresent()) {
            return Verdict.FAIL;
        }
        return outcome.complete() && overlapped(outcome) ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }

    private static boolean overlapped(RaceOutcome outcome) {
        return outcome.overlapping() >= ENOUGH_OVERLAPPING
                || (outcome.wanted() > 0
                        && outcome.overlapping() > 0
                        && outcome.overlapping() >= ENOUGH_SHARE * outcome.rounds());
    }

    private static String reason(RaceOutcome outcome) {
        String rounds = Facts.count(outcome.rounds());
        if (outcome.found().isPresent()) {
            Violation found = outcome.found().get();
            return found.reason() + ", in round " + Facts.count(found.round());
        }
        if (outcome.wanted() == 0 && !overlapped(outcome)) {
            return "the actors were at work at the same time in only " + Facts.count(outcome.overlapping()) + " of "
                    + rounds + " rounds, a hunt that the time alone ends needs " + ENOUGH_OVERLAPPING
                    + ": give it more time, or say how many rounds(..) are enough";
        }
        if (!outcome.complete()) {
            return "the time was over after " + rounds + " of " + Facts.count(outcome.wanted())
                    + " rounds: give it more time or want fewer rounds";
        }
        if (!overlapped(outcome)) {
            return "the actors were at work at the same time in only " + Facts.count(outcome.overlapping()) + " of "
                    + rounds + " rounds: give them a core each, or play more rounds";
        }
        return String.format(
                Locale.ROOT,
                "no violation in %s rounds: with 95 %% confidence fewer than 1 round in %,.0f violates it here; no proof",
                rounds,
                1 / outcome.rateBound());
    }

    private static Facts facts(RaceOutcome outcome) {
        Facts facts = Facts.none();
        if (outcome.found().isPresent()) {
            Violation found = outcome.found().get();
            facts = facts.and("outcome", found.outcome())
                    .and("started", found.schedule())
                    .and(
                            "to repeat",
                            "seed(" + outcome.seed() + "L) gives the same delays and order, not the same interleaving")
                    .and(
                            "to go on",
                            "Lincheck or jcstress search interleavings one by one and show the one that breaks");
        }
        return facts.and("outcomes", outcomes(outcome.outcomes()))
                .and(
                        "rounds",
                        Facts.count(outcome.rounds()) + ", with all actors at work at the same time in "
                                + Facts.count(outcome.overlapping()))
                .and("actors", String.join(", ", outcome.actors()) + (outcome.virtual() ? " (virtual)" : ""))
                .and("seed", Long.toString(outcome.seed()))
                .and(Facts.ofMachine());
    }

    private static String outcomes(Map<String, Long> counts) {
        Stream<String> shown = counts.entrySet().stream()
                .limit(SHOWN_OUTCOMES)
                .map(entry -> Facts.count(entry.getValue()) + " x [" + entry.getKey() + "]");
        int more = counts.size() - SHOWN_OUTCOMES;
        return Stream.concat(shown, more > 0 ? Stream.of(more + " more") : Stream.of())
                .collect(Collectors.joining(", "));
    }
}
