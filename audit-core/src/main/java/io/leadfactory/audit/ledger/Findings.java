package io.leadfactory.audit.ledger;

import io.leadfactory.audit.ledger.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findings of one verification: all are counted, the first are kept. For one thread. */
final class Findings {
    private final List<Finding> kept = new ArrayList<>();
    private final List<Finding> ofLane = new ArrayList<>();
    private long defects;
    private long defectsBefore;

    Finding add(long lane, long number, Kind kind, String expected, String found) {
        Finding finding = new Finding(lane, number, kind, expected, found);
        defects++;
        if (kept.size() + ofLane.size() < VerificationReport.MAX_FINDINGS) {
            ofLane.add(finding);
        }
        return finding;
    }

    /** Takes back what turned out to be something else. */
    void remove(@Nullable Finding finding) {
        if (finding != null) {
            ofLane.remove(finding);
            defects--;
        }
    }

    /** Takes back what the lane has from this number on, up to but without that one. */
    void removeBetween(long from, long to) {
        List<Finding> between = ofLane.stream()
                .filter(finding -> finding.number() >= from && finding.number() < to)
                .toList();
        between.forEach(this::remove);
    }

    void endLane() {
        ofLane.sort(Comparator.comparingLong(Finding::number));
        kept.addAll(ofLane);
        ofLane.clear();
        defectsBefore = defects;
    }

    /** Whether the lane that is being read has none so far. */
    boolean isLaneClean() {
        return defects == defectsBefore;
    }

    long defects() {
        return defects;
    }

    List<Finding> kept() {
        return kept;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
