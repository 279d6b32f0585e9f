package io.leadfactory.suite.benchmark.judge;

/**
 * A bar that audit-core wants to keep. Immutable.
 *
 * @param wanted what is wanted
 * @param found what was measured
 * @param verdict whether it is kept
 */
public record Bar(String wanted, String found, Verdict verdict) {
    /** {@return a bar without a figure} */
    public static Bar notMeasured(String wanted) {
        return new Bar(wanted, "-", Verdict.NOT_MEASURED);
    }
}
