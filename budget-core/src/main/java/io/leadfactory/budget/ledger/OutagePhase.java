package io.leadfactory.budget.ledger;

/**
 * Where an {@link Outage} is, and what of that nobody was told yet. Guarded by its lock, except that anybody may ask whether calls go to
 * the database, and for the number.
 */
final class OutagePhase {
    private volatile boolean direct = true;
    private volatile long number;
    private boolean isSending;
    private boolean isOutageUntold;
    private boolean isReturnUntold;

    /** Whether calls go to the database. */
    boolean isDirect() {
        return direct;
    }

    /** Which outage is or was the last. */
    long number() {
        return number;
    }

    /** With what waits to be sent, or nothing. */
    LedgerState state(boolean isAllSent) {
        if (!direct) {
            return isSending ? LedgerState.RECOVERING : LedgerState.DOWN;
        }
        return isAllSent && !isReturnUntold ? LedgerState.UP : LedgerState.RECOVERING;
    }

    /** Somebody failed to reach the database, in the time after the outage of this number. */
    void begin(long after) {
        if (direct && number == after) {
            number = after + 1;
            direct = false;
            isSending = false;
            // Of one that went on before its end was told nobody hears that it began again.
            isOutageUntold |= !isReturnUntold;
            isReturnUntold = false;
        }
    }

    /** The database answers, and is sent what waits. */
    void answers() {
        isSending = !direct;
    }

    /** It does not any more, or does not take what is sent. */
    void fails() {
        isSending = false;
    }

    /** Calls go to the database again. */
    void end() {
        direct = true;
        isSending = false;
        isReturnUntold = true;
    }

    /** Whether an outage began of which nobody was told; asked once. */
    boolean beginIsUntold() {
        boolean untold = isOutageUntold;
        isOutageUntold = false;
        return untold;
    }

    /** Whether one is over of which nobody was told that. */
    boolean endIsUntold() {
        return isReturnUntold && direct;
    }

    /**
     * The listeners heard that the outage is over.
     *
     * @param told its number: of one that began meanwhile the beginning is to be told
     */
    void endIsTold(long told) {
        if (number == told) {
            isReturnUntold = false;
        } else {
            isOutageUntold = true;
        }
    }

    /** Whether there is nothing to look for, and nothing to tell. */
    boolean isOver() {
        return direct && !isOutageUntold && !isReturnUntold;
    }
}
