package io.leadfactory.perf.measure;

import java.util.Objects;
import java.util.Optional;

/**
 * How a bystander fared while another part of the system was broken. Immutable.
 *
 * @param scenario the scenario's name
 * @param before the bystander before the fault
 * @param during the bystander while the fault was on
 * @param after the bystander after it
 * @param use how the uses of the broken part went while the fault was on; empty if nobody used it
 */
public record IsolationMeasurement(
        String scenario, Measurement before, Measurement during, Measurement after, Optional<Use> use) {

    /**
     * The uses of the broken part that were begun or pending while the fault was on. Immutable.
     *
     * @param begun how many were begun, or pending already, during the fault
     * @param failed how many failed, or did not come back, if none did while the fault was on
     * @param firstError the first failure's text; empty if none failed
     */
    public record Use(long begun, long failed, String firstError) {
        /**
         * Returns whether the broken part was seen to be broken.
         *
         * @return true if a use failed, or one did not end while the fault was on
         */
        public boolean sawTheFault() {
            return failed > 0;
        }
    }

    /** Checks the parts. */
    public IsolationMeasurement {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(during, "during");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(use, "use");
    }
}
