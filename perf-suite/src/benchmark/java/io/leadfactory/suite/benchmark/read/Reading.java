package io.leadfactory.suite.benchmark.read;

import io.leadfactory.suite.benchmark.statistic.RoundRatio;

/**
 * How long a query took. Immutable.
 *
 * @param database the database's name
 * @param events how many events there are
 * @param query what was asked
 * @param who whose API answered
 * @param medianNanos the median time
 * @param p95Nanos the 95th percentile
 * @param calls how many calls it rests on
 * @param toHand the ratio to the hand-written query of the same rounds, if there is one
 */
public record Reading(
        String database,
        int events,
        Query query,
        String who,
        double medianNanos,
        double p95Nanos,
        int calls,
        RoundRatio toHand) {
    /** What is asked. */
    public enum Query {
        /** The latest ten events of a subject. */
        LATEST_10("latest 10"),
        /** An entity's state at an instant. */
        STATE_AT("state at an instant"),
        /** The state at an instant of an entity with a thousand versions. */
        STATE_AT_OF_1000("state at an instant, 1 000 versions"),
        /** A page of fifty by subject. */
        PAGE_BY_SUBJECT("page of 50 by subject"),
        /** A page of fifty by actor within a time. */
        PAGE_BY_ACTOR("page of 50 by actor and time"),
        /** A page of fifty by action within a time. */
        PAGE_BY_ACTION("page of 50 by action and time");

        private final String label;

        Query(String label) {
            this.label = label;
        }

        /** {@return the name in reports} */
        public String label() {
            return label;
        }
    }
}
