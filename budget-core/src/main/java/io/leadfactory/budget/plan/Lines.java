package io.leadfactory.budget.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The lines of a limit, each at a share of it: where it warns, where it stops, and what else is told. Immutable. */
final class Lines {
    private final long limitUnits;
    private final BigDecimal warnShare;
    private final BigDecimal stopShare;
    private final List<BigDecimal> alertShares;
    private final List<Threshold> thresholds;
    private final long warnUnits;
    private final long stopUnits;

    Lines(long limitUnits, BigDecimal warnShare, BigDecimal stopShare, List<BigDecimal> alertShares) {
        this.limitUnits = limitUnits;
        this.warnShare = warnShare;
        this.stopShare = stopShare;
        this.alertShares = List.copyOf(alertShares);
        this.warnUnits = unitsAt(warnShare);
        this.stopUnits = unitsAt(stopShare);
        List<Threshold> all = new ArrayList<>();
        this.alertShares.forEach(share -> all.add(new Threshold(share, unitsAt(share), null)));
        all.add(new Threshold(warnShare, warnUnits, BudgetStatus.WARNING));
        all.add(new Threshold(stopShare, stopUnits, BudgetStatus.STOP));
        this.thresholds = all.stream().sorted().toList();
    }

    /** Refuses what no budget can have. */
    void require(String budget) {
        if (warnShare.compareTo(stopShare) > 0) {
            throw new IllegalArgumentException("budget \"%s\" must warn before it stops: warnAt %s is above stopAt %s"
                    .formatted(budget, warnShare.toPlainString(), stopShare.toPlainString()));
        }
        String limit = NanoUnits.toDecimal(limitUnits).toPlainString();
        if (warnUnits == 0) {
            throw new IllegalArgumentException(
                    "budget \"%s\" must have a warn line of at least one nano-unit: limit %s, warnAt %s"
                            .formatted(budget, limit, warnShare.toPlainString()));
        }
        for (Threshold threshold : thresholds) {
            if (threshold.units() == 0) {
                throw new IllegalArgumentException(
                        "budget \"%s\" must have thresholds of at least one nano-unit: limit %s, alertAt %s"
                                .formatted(budget, limit, threshold.share().toPlainString()));
            }
        }
    }

    /** The same shares of another limit. */
    Lines of(long otherLimitUnits) {
        return new Lines(otherLimitUnits, warnShare, stopShare, alertShares);
    }

    long limitUnits() {
        return limitUnits;
    }

    long warnUnits() {
        return warnUnits;
    }

    long stopUnits() {
        return stopUnits;
    }

    long stopShareUnits() {
        return NanoUnits.of("stopAt", stopShare);
    }

    /** The lowest first. */
    List<Threshold> thresholds() {
        return thresholds;
    }

    long shareReached(long exposureUnits) {
        long share = 0;
        for (Threshold threshold : thresholds) {
            if (threshold.units() <= exposureUnits) {
                share = threshold.shareUnits();
            }
        }
        return share;
    }

    List<Threshold> between(long aboveShare, long upToShare) {
        return thresholds.stream()
                .filter(threshold -> aboveShare < threshold.shareUnits() && threshold.shareUnits() <= upToShare)
                .toList();
    }

    private long unitsAt(BigDecimal share) {
        return Budget.lineUnits(limitUnits, NanoUnits.of("share", share));
    }
}
