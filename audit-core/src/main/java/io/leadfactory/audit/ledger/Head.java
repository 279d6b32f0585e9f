package io.leadfactory.audit.ledger;

/** The end of a chain: the number of its last event (0 before the first) and that event's hash. Immutable. */
final class Head {
    private final long number;
    private final byte[] hash;

    Head(long number, byte[] hash) {
        this.number = number;
        this.hash = hash;
    }

    long number() {
        return number;
    }

    byte[] hash() {
        return hash;
    }
}
