/**
 * Numbers for dashboards. In come balances, decisions and events; out go gauges and counters for Micrometer, which only
 * this room knows.
 */
@NullMarked
package io.leadfactory.budget.metrics;

import org.jspecify.annotations.NullMarked;
