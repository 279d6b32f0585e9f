package io.leadfactory.suite.contract;

import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;

/** The metrics that the contract has beside the test-kit's own. */
public final class SuiteMetric {
    /** The mean time of a bulk call, divided by the number of events in it. */
    public static final Metric MEAN_PER_EVENT = new Metric("mean-per-event", "mean per event", Unit.NANOSECONDS);
    /** Events that were recorded and are not in the trail afterwards. */
    public static final Metric MISSING_EVENTS = new Metric("missing-events", "events missing", Unit.COUNT);
    /** Nano-units of money spent beyond the stop line. */
    public static final Metric OVERSPENT = new Metric("overspent", "overspent nano-units", Unit.COUNT);
    /** Rows or events that a failed operation left behind. */
    public static final Metric HALF_WRITTEN = new Metric("half-written", "half-written operations", Unit.COUNT);
    /** Operations after a fault that did not succeed although the fault was over. */
    public static final Metric NOT_RECOVERED = new Metric("not-recovered", "operations not recovered", Unit.COUNT);
    /** Operations of the component that does not fail, which went wrong while the other one failed. */
    public static final Metric BROKEN_GUARANTEES = new Metric("broken-guarantees", "guarantees broken", Unit.COUNT);
    /** Calls that went through after the budget had stopped. */
    public static final Metric CALLS_AFTER_STOP = new Metric("calls-after-stop", "calls after STOP", Unit.COUNT);
    /** Trips of the breaker without an event in the trail. */
    public static final Metric UNAUDITED_TRIPS = new Metric("unaudited-trips", "trips not in the trail", Unit.COUNT);
    /** Rows that a health check left behind. */
    public static final Metric RUBBISH = new Metric("rubbish", "rows left behind", Unit.COUNT);

    private SuiteMetric() {}
}
