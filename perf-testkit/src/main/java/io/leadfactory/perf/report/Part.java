package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.ScalingCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a scenario: what was measured at one level or of one kind, and what was found. Immutable.
 *
 * @param label tells the parts of a scenario apart, {@code "10 users"}; blank if there is only one
 * @param measurement the operations' times, if operations were timed
 * @param memory the memory over cycles, if memory was watched
 * @param comparison the pairs of blocks, if two operations were compared
 * @param scaling how the whole sweep scaled, if this is its highest level
 * @param brokenUse how the uses of the broken part went, if this is a bystander during the fault
 * @param findings the figures held against their limits, in the order in which they were judged; empty if the part is
 *     only shown, but errors that nobody expected are a finding even then
 * @param notes what a reader should know, a sentence each
 */
public record Part(
        String label,
        @Nullable Measurement measurement,
        @Nullable MemoryTrend memory,
        @Nullable PairedMeasurement comparison,
        @Nullable ScalingCurve scaling,
        IsolationMeasurement.@Nullable Use brokenUse,
        List<Finding> findings,
        List<String> notes) {

    /** Copies the lists, and adds a failed finding for errors that nobody expected and no finding is about. */
    public Part {
        findings = withErrors(measurement, memory, findings);
        notes = List.copyOf(notes);
    }

    /**
     * Returns a part that is neither the highest level of a sweep nor a bystander.
     *
     * @param label tells the parts of a scenario apart; blank if there is only one
     * @param measurement the operations' times, if operations were timed
     * @param memory the memory over cycles, if memory was watched
     * @param comparison the pairs of blocks, if two operations were compared
     * @param findings the figures held against their limits
     * @param notes what a reader should know, a sentence each
     */
    public Part(
            String label,
            @Nullable Measurement measurement,
            @Nullable MemoryTrend memory,
            @Nullable PairedMeasurement comparison,
            List<Finding> findings,
            List<String> notes) {
        this(label, measurement, memory, comparison, null, null, findings, notes);
    }

    /**
     * Returns a part in which no two operations were compared.
     *
     * @param label tells the parts of a scenario apart; blank if there is only one
     * @param measurement the operations' times, if operations were timed
     * @param memory the memory over cycles, if memory was watched
     * @param findings the figures held against their limits
     * @param notes what a reader should know, a sentence each
     */
    public Part(
            String label,
            @Nullable Measurement measurement,
            @Nullable MemoryTrend memory,
            List<Finding> findings,
            List<String> notes) {
        this(label, measurement, memory, null, findings, notes);
    }

    /**
     * Returns the same part with other findings.
     *
     * @param others what was found instead
     * @return the part
     */
    public Part withFindings(List<Finding> others) {
        return new Part(label, measurement, memory, comparison, scaling, brokenUse, others, notes);
    }

    /**
     * Returns the same part as the highest level of a sweep.
     *
     * @param curve how the whole sweep scaled
     * @return the part
     */
    public Part withScaling(ScalingCurve curve) {
        return new Part(label, measurement, memory, comparison, curve, brokenUse, findings, notes);
    }

    /**
     * Returns the same part as a bystander during the fault.
     *
     * @param use how the uses of the broken part went
     * @return the part
     */
    public Part withBrokenUse(IsolationMeasurement.Use use) {
        return new Part(label, measurement, memory, comparison, scaling, use, findings, notes);
    }

    /**
     * Returns how many samples the part rests on.
     *
     * @return the timed operations; else the cycles of the memory trend; else the pairs; else the most that a figure
     *     rests on
     */
    public long samples() {
        if (measurement != null) {
            return measurement.samples();
        }
        if (memory != null) {
            return memory.cycles().size();
        }
        if (comparison != null) {
            return comparison.pairs().size();
        }
        return findings.stream()
                .map(Finding::figure)
                .mapToLong(Figure::samples)
                .max()
                .orElse(0);
    }

    /**
     * Returns the verdict of all findings together. A pass that rests on no sample is INCONCLUSIVE.
     *
     * @return the verdict, or empty if nothing was judged
     */
    public Optional<Verdict> verdict() {
        return findings.stream().map(this::verdict).reduce(Verdict::and);
    }

    /**
     * Returns the first finding on a metric.
     *
     * @param metric the metric
     * @return the finding, or empty if the metric was not judged
     */
    public Optional<Finding> finding(Metric metric) {
        return findings.stream()
                .filter(finding -> finding.limit().metric().equals(metric))
                .findFirst();
    }

    private static List<Finding> withErrors(
            @Nullable Measurement measurement, @Nullable MemoryTrend memory, List<Finding> findings) {
        List<Finding> all = new ArrayList<>(findings);
        if (findings.stream().noneMatch(finding -> finding.limit().metric().equals(Metric.ERRORS))) {
            if (measurement != null) {
                all.addAll(Judge.judge(measurement).findings());
            }
            if (memory != null) {
                all.addAll(Judge.judge(memory).findings());
            }
        }
        return List.copyOf(all);
    }

    /** The verdict of one finding, which is no pass if there is nothing below it. */
    Verdict verdict(Finding finding) {
        boolean empty = finding.figure().samples() == 0 || samples() == 0;
        return finding.verdict() == Verdict.PASS && empty ? Verdict.INCONCLUSIVE : finding.verdict();
    }
}
