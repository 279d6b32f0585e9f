package io.leadfactory.budget.ledger;

/** Whether a ledger can be written, as one process sees it. */
public enum LedgerState {
    /** The ledger answers, and everything is recorded. */
    UP,
    /** The database cannot be reached; what happens then is said by a {@link DownPolicy}. */
    DOWN,
    /** The database answers again, and what happened meanwhile is being recorded. */
    RECOVERING
}
