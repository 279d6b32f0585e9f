package io.leadfactory.audit.ledger;

import java.util.List;

/**
 * The result of a verification. Immutable.
 *
 * @param lanes how many lanes were read
 * @param events how many events were read
 * @param unkeyed how many of them are not keyed: who can write the table can rewrite them
 * @param erased how many of them have lost their payload, and keep its digest
 * @param defects how many defects there are
 * @param findings the first {@value #MAX_FINDINGS} of them, by lane and number
 */
public record VerificationReport(
        long lanes, long events, long unkeyed, long erased, long defects, List<Finding> findings) {
    /** How many findings a report holds at most. */
    public static final int MAX_FINDINGS = 1_000;

    /**
     * Copies the findings.
     *
     * @param lanes how many lanes were read
     * @param events how many events were read
     * @param unkeyed how many of them are not keyed
     * @param erased how many of them have lost their payload
     * @param defects how many defects there are
     * @param findings the first of them
     */
    public VerificationReport {
        findings = List.copyOf(findings);
    }

    /** {@return whether the history is unbroken} */
    public boolean isClean() {
        return defects == 0;
    }
}
