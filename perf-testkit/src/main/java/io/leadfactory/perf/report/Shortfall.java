package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing that keeps a run from passing, as a sentence. Immutable.
 *
 * @param id the scenario's id
 * @param verdict FAIL or INCONCLUSIVE
 * @param weight how far it is off its limit, as a share of it; infinite if it has none to be off
 * @param text what was wanted, what was found and by how much, without a full stop; one line
 */
record Shortfall(String id, Verdict verdict, double weight, String text) {

    /** Lists the failures first, then what is inconclusive, each in the order of the report. */
    static List<Shortfall> of(RunReport report) {
        List<Shortfall> failures = new ArrayList<>();
        List<Shortfall> doubts = new ArrayList<>();
        for (ScenarioReport scenario : report.scenarios()) {
            for (Shortfall shortfall : of(scenario)) {
                (shortfall.verdict() == Verdict.FAIL ? failures : doubts).add(shortfall);
            }
        }
        failures.addAll(doubts);
        return failures;
    }

    /** Lists the failures first, then what is inconclusive, what is furthest off its limit first. */
    static List<Shortfall> worstFirst(RunReport report) {
        return of(report).stream()
                .sorted(Comparator.comparing((Shortfall shortfall) -> shortfall.verdict() != Verdict.FAIL)
                        .thenComparing(shortfall -> -shortfall.weight()))
                .toList();
    }

    private static double weight(Finding finding) {
        double limit = finding.limit().value();
        double off = Math.abs(finding.figure().value() - limit);
        return Double.isNaN(off) || limit == 0 ? Double.POSITIVE_INFINITY : off / limit;
    }

    static List<Shortfall> of(ScenarioReport scenario) {
        String id = scenario.id();
        List<Shortfall> found = new ArrayList<>();
        if (scenario.failure() != null) {
            String first = scenario.failure().strip().lines().findFirst().orElse("no message");
            found.add(new Shortfall(
                    id, Verdict.FAIL, Double.POSITIVE_INFINITY, id + " " + scenario.title() + " broke off: " + first));
        }
        for (Part part : scenario.parts()) {
            String subject = part.label().isBlank() ? id : id + " " + part.label();
            for (Finding finding : part.findings()) {
                Verdict verdict = part.verdict(finding);
                if (verdict != Verdict.PASS) {
                    found.add(new Shortfall(id, verdict, weight(finding), sentence(subject, finding)));
                }
            }
        }
        if (found.isEmpty() && scenario.verdict() != Verdict.PASS) {
            String told = scenario.parts().stream()
                    .flatMap(part -> part.notes().stream())
                    .map(note -> ", " + note)
                    .collect(Collectors.joining());
            found.add(new Shortfall(
                    id,
                    Verdict.INCONCLUSIVE,
                    Double.POSITIVE_INFINITY,
                    id + " " + scenario.title() + ": nothing was judged" + told));
        }
        return found;
    }

    private static String sentence(String subject, Finding finding) {
        Figure figure = finding.figure();
        String what = subject + " " + finding.limit().metric().label();
        return switch (finding.verdict()) {
            case PASS -> what + " is inconclusive: no samples";
            case FAIL -> what + " " + failure(finding);
            case INCONCLUSIVE ->
                what + " is inconclusive: " + finding.reason() + " (limit "
                        + finding.limit().render() + measured(figure) + ")";
        };
    }

    private static String measured(Figure figure) {
        if (Double.isNaN(figure.value())) {
            return "";
        }
        String interval = figure.hasInterval() ? ", " + figure.renderInterval() : "";
        return ", measured " + figure.render() + interval;
    }

    private static String failure(Finding finding) {
        Limit limit = finding.limit();
        double value = finding.figure().value();
        if (Double.isNaN(value) || limit.bound().holds(value, limit.value())) {
            return "failed the limit " + limit.render() + ": " + finding.reason();
        }
        double distance = value - limit.value();
        if (distance == 0) {
            return finding.figure().render() + " is on the limit " + limit.render();
        }
        String share = limit.value() == 0
                ? ""
                : String.format(Locale.ROOT, " (%s %%)", percent(Math.abs(distance) / limit.value()));
        Unit unit = limit.metric().unit();
        return finding.figure().render() + " is " + unit.render(Math.abs(distance)) + share
                + (distance > 0 ? " above" : " below") + " the limit " + limit.render();
    }

    private static String percent(double share) {
        double percent = share * 100;
        return String.format(Locale.ROOT, percent >= 100 ? "%,.0f" : percent >= 0.1 ? "%.1f" : "%.2g", percent);
    }
}
