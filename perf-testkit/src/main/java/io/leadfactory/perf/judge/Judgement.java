package io.leadfactory.perf.judge;

import java.util.ArrayList;
import java.util.List;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;

/** All findings on one run, and what they mean together. Immutable. */
public final class Judgement {
    private final String scenario;
    private final List<Finding> findings;
    private final Facts facts;
    private final List<Throwable> firstErrors;

    Judgement(String scenario, List<Finding> findings, Facts facts, List<Throwable> firstErrors) {
        this.scenario = scenario;
        this.findings = List.copyOf(findings);
        this.facts = facts;
        this.firstErrors = List.copyOf(firstErrors);
    }

    /**
     * Returns a judgement of findings that were made one by one, on figures of the caller's own.
     *
     * @param scenario what was judged
     * @param findings the findings
     * @return the judgement
     */
    public static Judgement of(String scenario, List<Finding> findings) {
        return new Judgement(scenario, findings, Facts.ofMachine(), List.of());
    }

    /**
     * Returns the same judgement with one fact more, shown with every finding.
     *
     * @param key what it is, {@code "report"}
     * @param value its value, on one line
     * @return the judgement
     */
    public Judgement withFact(String key, String value) {
        return new Judgement(scenario, findings, facts.and(key, value), firstErrors);
    }

    /** Returns the same without the findings on a metric, but never without any. */
    Judgement without(Metric metric) {
        List<Finding> others = findings.stream()
                .filter(finding -> !finding.limit().metric().equals(metric))
                .toList();
        return others.isEmpty() ? this : new Judgement(scenario, others, facts, firstErrors);
    }

    /**
     * Returns what was judged.
     *
     * @return the scenario's name
     */
    public String scenario() {
        return scenario;
    }

    /**
     * Returns what was found.
     *
     * @return the findings, in the order of the limits
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Returns what the findings mean together.
     *
     * @return the worst verdict; INCONCLUSIVE if there is no finding, because nothing was judged
     */
    public Verdict verdict() {
        return findings.stream().map(Finding::verdict).reduce(Verdict::and).orElse(Verdict.INCONCLUSIVE);
    }

    /**
     * Takes all findings into a run whose errors are controlled.
     *
     * @param control the run's control
     * @return the same judgement with what the findings are worth in the run
     */
    public Judgement under(ErrorControl control) {
        return new Judgement(scenario, findings.stream().map(control::admit).toList(), facts, firstErrors);
    }

    /**
     * Returns normally if everything passed.
     *
     * @throws AssertionFailedError with the facts on lines, if one finding is FAIL or INCONCLUSIVE, or nothing was judged
     * @throws MultipleFailuresError with one such error each, if several findings are
     */
    public void assertPassed() {
        List<AssertionFailedError> failures = failures();
        if (failures.size() == 1) {
            throw failures.get(0);
        }
        if (!failures.isEmpty()) {
            throw new MultipleFailuresError("scenario \"" + scenario + "\" is " + verdict(), failures);
        }
    }

    /**
     * Returns each finding that did not pass as an error whose message states the facts.
     *
     * @return one error for each FAIL or INCONCLUSIVE, failures first; one if nothing was judged; empty if all passed
     */
    public List<AssertionFailedError> failures() {
        if (findings.isEmpty()) {
            return List.of(new AssertionFailedError(
                    "scenario \"" + scenario + "\" is INCONCLUSIVE: no limit was stated, so nothing was judged"));
        }
        List<AssertionFailedError> failures = new ArrayList<>();
        for (Verdict verdict : List.of(Verdict.FAIL, Verdict.INCONCLUSIVE)) {
            findings.stream()
                    .filter(finding -> finding.verdict() == verdict)
                    .forEach(finding -> failures.add(failure(finding)));
        }
        return List.copyOf(failures);
    }

    /**
     * States the facts of one finding on aligned lines: what was wanted, what was found, why that is a verdict, what it
     * rests on, and what to do next if it did not pass.
     *
     * @param finding one of the findings
     * @return lines of "key: value", without a line break at the end
     */
    public String describe(Finding finding) {
        Facts stated =
                Facts.none().and("scenario", scenario).and(facts(finding)).and(facts);
        return finding.verdict() == Verdict.PASS
                ? stated.render()
                : stated.and("next", facts.advice().next(finding, firstErrors)).render();
    }

    private static Facts facts(Finding finding) {
        Limit limit = finding.limit();
        Facts stated = Facts.none()
                .and(
                        "expected " + limit.metric().label() + " " + words(limit.bound()),
                        limit.metric().unit().render(limit.value()))
                .and("but was", was(finding.figure()));
        return finding.verdict() == Verdict.PASS
                ? stated
                : stated.and("verdict", finding.verdict() + ", " + finding.reason());
    }

    private AssertionFailedError failure(Finding finding) {
        String expected =
                finding.limit().metric().label() + " " + finding.limit().render();
        String actual = finding.limit().metric().label() + " " + was(finding.figure());
        // The line break lets the lines stand under each other after the class name that runners print.
        String message = "\n" + describe(finding);
        Metric metric = finding.limit().metric();
        boolean ofErrors = metric.equals(Metric.ERRORS) || metric.equals(Metric.VIOLATIONS);
        if (ofErrors && !firstErrors.isEmpty()) {
            return new AssertionFailedError(message, expected, actual, firstErrors.get(0));
        }
        return new AssertionFailedError(message, expected, actual);
    }

    private static String was(Figure figure) {
        if (Double.isNaN(figure.value())) {
            return "unknown";
        }
        if (!figure.hasInterval()) {
            return figure.render();
        }
        return figure.render() + " (" + figure.renderInterval() + ")";
    }

    private static String words(Limit.Bound bound) {
        return switch (bound) {
            case BELOW -> "below";
            case AT_MOST -> "at most";
            case ABOVE -> "above";
            case AT_LEAST -> "at least";
        };
    }
}
