package io.leadfactory.budget.slice;

/** Where a slot is, in 25 bits: page, slot, stripe. */
final class Location {
    static final int BITS = 25;
    static final int MASK = (1 << BITS) - 1;

    private static final int STRIPE_BITS = 6;
    private static final int SLOT_BITS = 6;

    /** As many bits say where a slot is in the first page of a stripe. */
    static final int FIRST_BITS = STRIPE_BITS + SLOT_BITS;

    private Location() {}

    static int of(int stripe, int pageAndSlot) {
        return pageAndSlot << STRIPE_BITS | stripe;
    }

    static int stripe(int location) {
        return location & ((1 << STRIPE_BITS) - 1);
    }

    static int slot(int location) {
        return location >> STRIPE_BITS & ((1 << SLOT_BITS) - 1);
    }

    static int page(int location) {
        return location >> (STRIPE_BITS + SLOT_BITS);
    }
}
