package io.leadfactory.audit.event;

/** How an action ended. */
public enum Outcome {
    /** It was done. */
    SUCCESS,
    /** It was tried and failed. */
    FAILED,
    /** It was not allowed. */
    DENIED
}
