package io.leadfactory.suite.benchmark.judge;

/** What became of a bar. */
public enum Verdict {
    /** What was measured keeps it. */
    MET("met"),
    /** What was measured does not keep it. */
    MISSED("missed"),
    /** There is no figure. */
    NOT_MEASURED("not measured");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** {@return the word in reports} */
    public String label() {
        return label;
    }

    static Verdict of(boolean met) {
        return met ? MET : MISSED;
    }
}
