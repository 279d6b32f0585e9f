package io.leadfactory.suite.lead;

/** How far a lead's data has been completed from outside sources. */
public enum EnrichmentStatus {
    /** Nothing has been asked for yet. */
    NEW,
    /** A provider has been asked. */
    PENDING,
    /** A provider has answered. */
    ENRICHED,
    /** No provider knows the lead. */
    FAILED
}
