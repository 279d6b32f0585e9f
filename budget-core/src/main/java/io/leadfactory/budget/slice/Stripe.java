package io.leadfactory.budget.slice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The tickets that threads of one stripe take. Thread-safe. The bits of the first few lie in the stripe's cell; more than
 * those are kept in further pages, whose bits are in words of their own. Pages are never taken away, so there are as many
 * as were ever needed at once.
 */
final class Stripe extends Page {
    static final int PAGE_BITS = 13;

    private static final int MOST_PAGES = 1 << PAGE_BITS;
    private static final VarHandle MORE;
    private static final VarHandle SPENT_BY_CALLS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MORE = lookup.findVarHandle(Stripe.class, "more", Further[].class);
            SPENT_BY_CALLS = lookup.findVarHandle(Stripe.class, "spentByCalls", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** A page of 64. */
    private static final class Further extends Page {
        private static final VarHandle BITS;

        static {
            try {
                BITS = MethodHandles.lookup().findVarHandle(Further.class, "bits", long.class);
            } catch (ReflectiveOperationException impossible) {
                throw new ExceptionInInitializerError(impossible);
            }
        }

        private volatile long bits;

        Further(boolean padded) {
            super(Long.SIZE, padded);
        }

        /** The slot, or minus one. */
        int take() {
            long before = bits;
            while (before != -1) {
                int slot = Long.numberOfTrailingZeros(~before);
                if (BITS.compareAndSet(this, before, before | 1L << slot)) {
                    return slot;
                }
                before = bits;
            }
            return -1;
        }

        void give(int slot) {
            BITS.getAndBitwiseAnd(this, ~(1L << slot));
        }
    }

    private static final Further[] NONE = {};

    private final boolean padded;
    private volatile Further[] more = NONE;
    private volatile long spentByCalls;
    private int hint; // where there was a free slot; a lost update costs a search

    Stripe(boolean padded) {
        super(Cells.TICKET_BITS, padded);
        this.padded = padded;
    }

    /** Takes a slot in a further page: the number of the page and the slot in six bits, or minus one if all are taken. */
    int takeFurther() {
        while (true) {
            Further[] pages = more;
            int from = hint;
            for (int i = 0; i < pages.length; i++) {
                int page = (from + i) % pages.length;
                int slot = pages[page].take();
                if (slot >= 0) {
                    hint = page;
                    return (page + 1) << 6 | slot;
                }
            }
            if (pages.length == MOST_PAGES - 1) {
                return -1;
            }
            Further[] longer = Arrays.copyOf(pages, Math.min(MOST_PAGES - 1, 2 * pages.length + 1));
            for (int i = pages.length; i < longer.length; i++) {
                longer[i] = new Further(padded);
            }
            if (MORE.compareAndSet(this, pages, longer)) {
                hint = pages.length;
            }
        }
    }

    void giveFurther(int page, int slot) {
        more[page - 1].give(slot);
        hint = page - 1;
    }

    /** The page of this number: the stripe itself is the first. */
    Page page(int number) {
        return number == 0 ? this : more[number - 1];
    }

    int pages() {
        return more.length + 1;
    }

    /** Which slots of a further page are taken. */
    long takenIn(int page) {
        return more[page - 1].bits;
    }

    long heldFurther() {
        long held = 0;
        for (Further page : more) {
            held += page.held(page.bits);
        }
        return held;
    }

    long spentByTickets() {
        long spent = spent();
        for (Further page : more) {
            spent += page.spent();
        }
        return spent;
    }

    void addSpentByCalls(long units) {
        SPENT_BY_CALLS.getAndAdd(this, units);
    }

    long spentByCalls() {
        return spentByCalls;
    }
}
