package io.leadfactory.perf.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Keeps the probability that a run holds even one false FAIL below a rate, however many limits it judges. Thread-safe.
 *
 * <p>A test must know its verdict when it ends, before the number of all limits is known. So each statistical finding gets
 * a share of the rate as it comes: equal shares if the number of checks was declared, else {@code 1/(k(k+1))} for the
 * {@code k}-th, which add up to one however many there are. A FAIL whose p-value is above its share of the rate becomes
 * INCONCLUSIVE, never PASS. When the run is over, Holm's procedure with the same shares as weights (S. Holm, A Simple
 * Sequentially Rejective Multiple Test Procedure, 1979) gives back those that survive: what a confirmed FAIL has spent is
 * spread over the others. It confirms everything that was confirmed before, so no verdict is taken back towards PASS.
 *
 * <p>Findings without an interval (counts, errors, maxima) are no matter of chance and go through untouched.
 */
public final class ErrorControl {
    /** The rate of a run unless another is set: one false FAIL in a hundred runs at most. */
    public static final double RATE = 0.01;

    private record Claim(Finding failed, double weight) {}

    private final double rate;
    private final OptionalInt checks;
    private final IdentityHashMap<Finding, Claim> doubted = new IdentityHashMap<>();
    private final List<Claim> claims = new ArrayList<>();
    private int seen;

    private ErrorControl(double rate, OptionalInt checks) {
        this.rate = rate;
        this.checks = checks;
    }

    /**
     * Returns a control over a run.
     *
     * @param rate the probability of a false FAIL in the whole run, above 0 and below 1
     * @param checks how many statistical limits the run judges, if that is known; those beyond get no share
     * @return the control
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static ErrorControl of(double rate, OptionalInt checks) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("error rate must be above 0 and below 1: " + rate);
        }
        if (checks.isPresent() && checks.getAsInt() <= 0) {
            throw new IllegalArgumentException("checks must be positive: " + checks.getAsInt());
        }
        return new ErrorControl(rate, checks);
    }

    /**
     * Takes a finding into the run.
     *
     * @param finding the finding
     * @return the finding; an INCONCLUSIVE one in its place if it is a FAIL that does not survive
     */
    public synchronized Finding admit(Finding finding) {
        if (!finding.isStatistical()) {
            return finding;
        }
        seen++;
        if (finding.verdict() != Verdict.FAIL) {
            return finding;
        }
        Claim claim = new Claim(finding, weight());
        claims.add(claim);
        if (finding.pValue() <= rate * claim.weight()) {
            return finding;
        }
        Finding doubt = new Finding(
                finding.limit(), finding.figure(), Verdict.INCONCLUSIVE, why(finding, claim), finding.pValue());
        doubted.put(doubt, claim);
        return doubt;
    }

    /**
     * Returns what a finding that was admitted is worth now that the run is over.
     *
     * @param admitted what {@link #admit(Finding)} returned
     * @return the FAIL again, if it survives among all; else the same
     */
    public synchronized Finding settle(Finding admitted) {
        Claim claim = doubted.get(admitted);
        return claim != null && survivors().contains(claim) ? claim.failed() : admitted;
    }

    private double weight() {
        if (checks.isEmpty()) {
            return 1.0 / seen / (seen + 1.0);
        }
        return seen <= checks.getAsInt() ? 1.0 / checks.getAsInt() : 0;
    }

    /** Findings that did not fail keep their weight: they are hypotheses of the run that were not rejected. */
    private List<Claim> survivors() {
        List<Claim> ordered = claims.stream()
                .filter(claim -> claim.weight() > 0)
                .sorted(Comparator.comparingDouble(claim -> claim.failed().pValue() / claim.weight()))
                .toList();
        List<Claim> survivors = new ArrayList<>();
        double left = 1;
        for (Claim claim : ordered) {
            if (claim.failed().pValue() > rate * claim.weight() / left) {
                break;
            }
            survivors.add(claim);
            left = Math.max(left - claim.weight(), claim.weight());
        }
        return survivors;
    }

    private String why(Finding finding, Claim claim) {
        if (claim.weight() == 0) {
            return finding.reason() + ", but perf.checks declares " + checks.getAsInt()
                    + " statistical checks and this is number " + seen + ": declare as many as there are";
        }
        return String.format(
                Locale.ROOT,
                "%s, but among all checks of the run chance may do that: p is %.2g and must be at most %.2g; take more"
                        + " samples",
                finding.reason(),
                finding.pValue(),
                rate * claim.weight());
    }
}
