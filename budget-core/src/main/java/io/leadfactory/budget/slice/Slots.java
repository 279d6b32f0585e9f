package io.leadfactory.budget.slice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where a slice keeps its tickets: slots by stripe, each made when it is needed first and never taken away. Which are taken is
 * said by the slice's cells, and for those beyond a stripe's first few by the stripe. Thread-safe and lock-free.
 *
 * <p>What a slice is made of, not a part that it has: a thread waits for each load on the way to a slot.
 */
abstract class Slots {
    private static final int MOST_STRIPES = 64;
    private static final int STRIPES = Math.min(
            MOST_STRIPES, Integer.highestOneBit(8 * Runtime.getRuntime().availableProcessors() * 2 - 1));
    private static final @Nullable Stripe[] NONE = {};
    private static final VarHandle STRIPE_TABLE;
    private static final VarHandle STRIPE = MethodHandles.arrayElementVarHandle(Stripe[].class);

    static {
        try {
            STRIPE_TABLE = MethodHandles.lookup().findVarHandle(Slots.class, "stripes", Stripe[].class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile @Nullable Slot first; // of the first stripe: all that is needed while no two tickets are open
    private volatile @Nullable Stripe[] stripes = NONE;

    /** For its owner: the slot at a location, made if it is not there. */
    final Slot slot(int location) {
        Slot alone = first;
        return location == 0 && alone != null ? alone : slotBeyond(location);
    }

    private Slot slotBeyond(int location) {
        if (location == 0) {
            Slot alone = new Slot();
            first = alone;
            return alone;
        }
        return stripe(Location.stripe(location)).page(Location.page(location)).slot(Location.slot(location));
    }

    /** The slot at a location that comes from outside; null if there is none. */
    final @Nullable Slot find(int location) {
        return location == 0 ? first : findBeyond(location);
    }

    private @Nullable Slot findBeyond(int location) {
        Stripe stripe = stripeAt(Location.stripe(location));
        int page = Location.page(location);
        int slot = Location.slot(location);
        if (stripe == null || (page == 0 ? slot >= Cells.TICKET_BITS : page >= stripe.pages())) {
            return null;
        }
        return stripe.page(page).find(slot);
    }

    /** How many stripes there may be: one at first. */
    final int stripes() {
        return Math.max(1, stripes.length);
    }

    /** For as many stripes as threads of all processors need. */
    final void widen() {
        @Nullable Stripe[] before = stripes;
        if (before.length < STRIPES) {
            @Nullable Stripe[] wide = new Stripe[STRIPES];
            wide[0] = before.length == 0 ? null : before[0];
            STRIPE_TABLE.compareAndSet(this, before, wide);
        }
    }

    private @Nullable Stripe stripeAt(int number) {
        @Nullable Stripe[] all = stripes;
        return number < all.length ? (Stripe) STRIPE.getAcquire(all, number) : null;
    }

    /** The stripe of a number below that of the words; made if it is not there. */
    final Stripe stripe(int number) {
        Stripe found = stripeAt(number);
        while (found == null) {
            @Nullable Stripe[] all = stripes;
            if (all.length == 0) {
                STRIPE_TABLE.compareAndSet(this, all, new Stripe[] {new Stripe(false)});
            } else {
                STRIPE.compareAndSet(all, number, null, new Stripe(true));
            }
            found = stripeAt(number);
        }
        return found;
    }

    final long sumSpentByCalls() {
        long spent = 0;
        for (Stripe stripe : stripes) {
            spent += stripe == null ? 0 : stripe.spentByCalls();
        }
        return spent;
    }

    final long sumSpentByTickets() {
        Slot alone = first;
        long spent = alone == null ? 0 : alone.spent();
        for (Stripe stripe : stripes) {
            spent += stripe == null ? 0 : stripe.spentByTickets();
        }
        return spent;
    }

    /** What is held by the tickets of which these cells say, and by those that the stripes know themselves. */
    final long sumHeld(Cells now) {
        Slot alone = first;
        long held = alone == null || (now.ticketsOf(0) & 1) == 0 ? 0 : alone.units();
        for (int number = 0; number < now.count; number++) {
            Stripe stripe = stripeAt(number);
            if (stripe != null) {
                held += stripe.held(number == 0 ? now.ticketsOf(0) & ~1L : now.ticketsOf(number))
                        + stripe.heldFurther();
            }
        }
        return held;
    }

    /** What is done with each slot that is taken. */
    @FunctionalInterface
    interface Visitor {
        void visit(Slot slot, int location);
    }

    /** Each of which cells say, asked for each stripe anew, and each of which the stripes know themselves. */
    final void visitTaken(int count, IntToLongFunction ticketsOf, Visitor visitor) {
        for (int number = 0; number < count; number++) {
            visit(ticketsOf.applyAsLong(number), Location.of(number, 0), visitor);
            Stripe stripe = stripeAt(number);
            for (int page = 1; stripe != null && page < stripe.pages(); page++) {
                visit(stripe.takenIn(page), Location.of(number, page << 6), visitor);
            }
        }
    }

    private void visit(long taken, int base, Visitor visitor) {
        for (long left = taken; left != 0; left &= left - 1) {
            int location = base + (Long.numberOfTrailingZeros(left) << 6);
            Slot slot = find(location);
            if (slot != null) {
                visitor.visit(slot, location);
            }
        }
    }
}
