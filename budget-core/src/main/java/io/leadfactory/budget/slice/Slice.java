package io.leadfactory.budget.slice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Room of one account that this process spends alone: granted to it as a whole, taken and given back with atomics.
 * Thread-safe and lock-free; nothing is allocated on the way of a hold, except when the shape changes.
 *
 * <p>The room lies in one cell at first. When threads collide there, and there is much room, it is spread over several
 * cells in cache lines of their own, of which each thread uses one; who finds too little in his own takes from another.
 * When no cell has enough, all are gathered into one again. <em>Only there a hold is ever refused</em>, at the moment in which
 * that one cell is read: so a refusal is linearizable, and means that there was too little room at that moment, to the
 * unit. A grant is linearizable, too, at the compare-and-set that takes the room. What is spread never reaches the next
 * line, since the room from one unit before it stays behind; so a line is crossed in the one cell, where crossing it can be
 * seen.
 *
 * <p>To change the shape somebody freezes each cell, adds them up and puts new cells in place of the frozen. Frozen cells never
 * change, so everybody who meets one can do the same, finds the same sum, and one of them wins: nobody waits for a thread
 * that was interrupted half way. After each gathering, spreading again takes twice as many collisions, so that a large
 * hold among many small ones does not cost a change of shape each time.
 *
 * <p>Rejected: a sum of counters that are read one by one (room moves behind the reader, who refuses what there is room
 * for), taking from several cells into a pocket (two who hold a part each refuse each other), and a lock for the moments
 * near the line (who is interrupted while holding it stops all others).
 *
 * <p>An account can be added up in two ways that share no counter: the exposure by the room that is missing, and what is
 * spent and held by the tickets. That both agree is what {@link Tally} is for.
 */
public final class Slice {
    private static final int MOST_STRIPES = 64;
    private static final int STRIPES = Math.min(
            MOST_STRIPES, Integer.highestOneBit(8 * Runtime.getRuntime().availableProcessors() * 2 - 1));
    private static final int WORTH = 64;
    private static final int FIRST_PATIENCE = 8;
    private static final int LAST_PATIENCE = 1 << 14;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final VarHandle CELLS;
    private static final VarHandle STRIPE_TABLE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CELLS = lookup.findVarHandle(Slice.class, "cells", Cells.class);
            STRIPE_TABLE = lookup.findVarHandle(Slice.class, "stripes", Stripe[].class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** What {@link #hold} answers if there is too little room; else a location, perhaps with {@link #LOUD}. */
    static final int LACKING = -1;

    /** What {@link #hold} answers if no slot is left. */
    static final int FULL = -2;

    /** No stripe in particular: the thread's own. */
    static final int ANY = -1;

    /** Set if a hold brought the exposure to a line. */
    static final int LOUD = 1 << 30;

    private volatile Cells cells;
    private final Stripe first = new Stripe();
    private volatile Stripe[] stripes = {first};
    private volatile long[] lines;
    private int collisions; // a hint: lost updates only delay a change of shape

    /**
     * With room up to an exposure.
     *
     * @param granted the most that holds and spend may be together, in nano-units, not negative
     * @param lines exposures that are told when a hold reaches them, in nano-units, ascending, the last at most
     *     {@code granted}; at least one
     */
    public Slice(long granted, long... lines) {
        this.lines = lines.clone();
        this.cells = Cells.one(1, granted, 0, nextLine(0), FIRST_PATIENCE);
    }

    /**
     * Changes how much is granted, and the lines. What is held and spent stays; if that is more than the new grant, nothing
     * can be held until enough was given back.
     *
     * @param granted as above
     * @param lines as above
     */
    public void grant(long granted, long... lines) {
        this.lines = lines.clone();
        boolean changed = false;
        while (!changed) {
            Cells now = cells;
            now.freeze();
            changed = putOne(now, granted, now.exposure(), now.patience);
        }
    }

    /**
     * {@return what counts against the lines: spend and holds, in nano-units} While threads spend far from every line,
     * their cells are read one after the other, each exactly at its own moment; else it is exact.
     */
    public long exposure() {
        return cells.exposure();
    }

    /** {@return the most that may be spent and held together, in nano-units} */
    public long granted() {
        return cells.granted;
    }

    /**
     * Takes room for a hold that is not kept as a ticket here.
     *
     * @param key whatever the hold can be told by
     * @param units how much, positive
     * @return whether there was as much
     */
    public boolean tryHold(long key, long units) {
        return take(home(key), units, false) >= 0;
    }

    /**
     * Ends a hold that is not kept as a ticket here.
     *
     * @param key as it was given to {@link #tryHold}
     * @param unused what goes back of the hold
     * @param spent what was spent of it, and beyond it, for which {@link #tryOverrun} took the room
     */
    public void settle(long key, long unused, long spent) {
        int home = home(key);
        if (spent != 0) {
            Stripe[] all = stripes;
            all[home & (all.length - 1)].addSpentByCalls(spent);
        }
        if (unused != 0) {
            give(home, unused);
        }
    }

    /**
     * Takes what a call cost beyond its hold, also beyond what is granted.
     *
     * @param units how much
     * @return whether the sum stays in the range of a long
     */
    public boolean tryOverrun(long units) {
        while (units > 0) {
            Cells now = cells;
            now.freeze();
            long exposure = now.exposure();
            boolean fits = exposure <= Long.MAX_VALUE - units;
            if (putOne(now, now.granted, fits ? exposure + units : exposure, now.patience)) {
                return fits;
            }
        }
        return true;
    }

    /**
     * Gives room back that was spent, and listens again for the lines that this leaves above spend and holds.
     *
     * @param units how much, at most what is spent and held
     */
    public void giveBack(long units) {
        giveLarge(units);
    }

    /** {@return what was spent by calls that are no tickets, in nano-units} */
    public long spentByCalls() {
        long spent = 0;
        for (Stripe stripe : stripes) {
            spent += stripe.spentByCalls();
        }
        return spent;
    }

    /** {@return all that was spent, in nano-units; read before {@link #exposure()} it is never more than that} */
    public long spent() {
        long spent = 0;
        for (Stripe stripe : stripes) {
            spent += stripe.spentByCalls() + stripe.spentByTickets();
        }
        return spent;
    }

    /** {@return what the tickets say, exact if none is half way} */
    public Tally tally() {
        long spent = 0;
        for (Stripe stripe : stripes) {
            spent += stripe.spentByTickets();
        }
        return new Tally(spent, held());
    }

    private long held() {
        Cells now = cells;
        Stripe[] all = stripes;
        long held = 0;
        for (int stripe = 0; stripe < all.length; stripe++) {
            held += all[stripe].held(now.ticketsOf(stripe)) + all[stripe].heldFurther();
        }
        return held;
    }

    /** A stripe for the current thread: two threads rarely share one. */
    @SuppressWarnings("deprecation") // threadId() is not there in Java 17, and what a subclass answers is as good
    static int homeOfThread() {
        return home(Thread.currentThread().getId());
    }

    private static int home(long key) {
        return (int) ((key * GOLDEN) >>> 58);
    }

    /**
     * Takes room and a slot.
     *
     * @param home the stripe to prefer, or {@link #ANY}
     * @return where the slot is, with {@link #LOUD} if a line was reached; or {@link #LACKING} or {@link #FULL}
     */
    int hold(int home, long units) {
        while (true) {
            Cells now = cells;
            int stripe = now.mask == 0 ? 0 : (home == ANY ? homeOfThread() : home) & now.mask;
            int place = now.wordOf(stripe);
            long before = now.get(place);
            long room = Cells.roomIn(before) - units;
            int slot = Long.numberOfTrailingZeros(~before);
            if (before < 0 || room < now.least || slot >= Cells.TICKET_BITS) {
                return before >= 0 && now.lacks(room)
                        ? LACKING
                        : holdElsewhere(home == ANY ? homeOfThread() : home, units);
            }
            if (now.replace(place, before, (before - (units << Cells.TICKET_BITS)) | (1L << slot))) {
                return room > now.loud ? Location.of(stripe, slot) : Location.of(stripe, slot) | LOUD;
            }
            collided(now, units);
        }
    }

    private int holdElsewhere(int home, long units) {
        int taken = take(home, units, true);
        if (taken < 0) {
            return taken;
        }
        int stripe = taken & ~LOUD;
        int further = stripes[stripe].takeFurther();
        if (further < 0) {
            give(stripe, units);
            return FULL;
        }
        return Location.of(stripe, further) | (taken & LOUD);
    }

    /** Takes room: the stripe it came from, with {@link #LOUD} if a line was reached, or {@link #LACKING}. */
    private int take(int home, long units, boolean anywhere) {
        if (units > Cells.MOST_ROOM / 2) {
            return takeLarge(units);
        }
        while (true) {
            Cells now = cells;
            for (int tried = 0; tried <= (anywhere ? now.mask : 0); tried++) {
                int stripe = (home + tried) & now.mask;
                int place = now.wordOf(stripe);
                long before = now.get(place);
                while (before >= 0 && Cells.roomIn(before) - units >= now.least) {
                    if (now.replace(place, before, before - (units << Cells.TICKET_BITS))) {
                        return Cells.roomIn(before) - units > now.loud ? stripe : stripe | LOUD;
                    }
                    collided(now, units);
                    before = now.get(place);
                }
                if (before >= 0 && now.lacks(Cells.roomIn(before) - units)) {
                    return LACKING;
                }
            }
            change(now, units);
        }
    }

    /** More than a cell has: as a change of shape. */
    private int takeLarge(long units) {
        while (true) {
            Cells now = cells;
            now.freeze();
            long exposure = now.exposure();
            boolean lacks = now.granted - units < exposure;
            long line = nextLine(exposure);
            if (putOne(now, now.granted, lacks ? exposure : exposure + units, now.patience)) {
                return lacks ? LACKING : exposure + units < line ? 0 : LOUD;
            }
        }
    }

    Cells cells() {
        return cells;
    }

    /** As {@link #end}, if nothing has changed since that word was read. */
    static boolean tryEnd(Cells now, long before, int location, long unused) {
        int stripe = Location.stripe(location);
        return location < 1 << Location.FIRST_BITS
                && stripe == (stripe & now.mask)
                && before >= 0
                && unused <= Cells.MOST_ROOM - Cells.roomIn(before)
                && now.replace(
                        now.wordOf(stripe),
                        before,
                        before + (unused << Cells.TICKET_BITS) - (1L << Location.slot(location)));
    }

    /** Gives a slot and room back, after its owner has written what it has to say. */
    void end(int location, long unused) {
        int stripe = Location.stripe(location);
        int page = Location.page(location);
        if (page != 0) {
            stripes[stripe].giveFurther(page, Location.slot(location));
            give(stripe, unused);
            return;
        }
        give(stripe, unused);
        giveSlot(stripe, Location.slot(location));
    }

    private void give(int stripe, long units) {
        while (units != 0) {
            Cells now = cells;
            int place = now.wordOf(stripe & now.mask);
            long before = now.get(place);
            if (before < 0 || units > Cells.MOST_ROOM - Cells.roomIn(before)) {
                if (before >= 0 && units > Cells.MOST_ROOM / 2) {
                    giveLarge(units);
                    return;
                }
                change(now, units);
            } else if (now.replace(place, before, before + (units << Cells.TICKET_BITS))) {
                return;
            } else {
                collided(now, units);
            }
        }
    }

    /** More than a cell takes: as a change of shape. */
    private void giveLarge(long units) {
        boolean changed = false;
        while (!changed) {
            Cells now = cells;
            now.freeze();
            changed = putOne(now, now.granted, now.exposure() - units, now.patience);
        }
    }

    private void giveSlot(int stripe, int slot) {
        while (true) {
            Cells now = cells;
            int place = now.wordOf(stripe);
            long before = now.get(place);
            if (before < 0) {
                change(now, Long.MAX_VALUE);
            } else if (now.replace(place, before, before - (1L << slot))) {
                return;
            }
        }
    }

    Page page(int location) {
        // Most tickets of those who are alone lie here, a few loads nearer.
        return (location & Location.BEYOND_FIRST) == 0
                ? first
                : stripes[Location.stripe(location)].page(Location.page(location));
    }

    /** The page of a location that comes from outside; null if there is none. */
    @Nullable
    Page find(int location) {
        return (location & Location.BEYOND_FIRST) == 0 ? first : has(location) ? page(location) : null;
    }

    private boolean has(int location) {
        Stripe[] all = stripes;
        int stripe = Location.stripe(location);
        int page = Location.page(location);
        return stripe < all.length
                && (page == 0 ? Location.slot(location) < Cells.TICKET_BITS : page < all[stripe].pages());
    }

    /** What is done with each slot that is taken. */
    @FunctionalInterface
    interface Visitor {
        void visit(Page page, int location);
    }

    void forEachTaken(Visitor visitor) {
        Stripe[] all = stripes;
        for (int stripe = 0; stripe < all.length; stripe++) {
            visit(all[stripe], cells.ticketsOf(stripe), Location.of(stripe, 0), visitor);
            for (int page = 1; page < all[stripe].pages(); page++) {
                visit(all[stripe].page(page), all[stripe].takenIn(page), Location.of(stripe, page << 6), visitor);
            }
        }
    }

    private static void visit(Page page, long taken, int base, Visitor visitor) {
        for (long left = taken; left != 0; left &= left - 1) {
            visitor.visit(page, base + (Long.numberOfTrailingZeros(left) << 6));
        }
    }

    /** Passes over holds at the line that was just reached, if there is a further one to listen for. */
    void hush() {
        Cells now = cells;
        long last = lines[lines.length - 1];
        if (now.isOne() && now.loud > now.granted - now.rest - last) {
            now.freeze();
            putOne(now, now.granted, now.exposure(), now.patience);
        }
    }

    private void collided(Cells now, long units) {
        if (++collisions >= now.patience && now.isOne()) {
            widen();
            if (now.count == 1 || share(now, now.exposure(), units) > 0) {
                change(now, units);
            }
            collisions = 0;
        }
    }

    private void widen() {
        Stripe[] before = stripes;
        if (before.length == 1) {
            Stripe[] wide = Arrays.copyOf(before, STRIPES);
            for (int i = 1; i < STRIPES; i++) {
                wide[i] = new Stripe();
            }
            STRIPE_TABLE.compareAndSet(this, before, wide);
        }
    }

    /** Several cells become one; one becomes several, if there is enough to share, or else one that is not frozen. */
    private void change(Cells before, long units) {
        before.freeze();
        long exposure = before.exposure();
        long share = before.isOne() ? share(before, exposure, units) : 0;
        if (share > 0) {
            Cells several = Cells.several(STRIPES, before.granted, exposure, share, before.patience);
            CELLS.compareAndSet(this, before, several.withTicketsOf(before));
        } else {
            int patience = before.isOne() ? before.patience : Math.min(LAST_PATIENCE, 2 * before.patience);
            putOne(before, before.granted, exposure, patience);
        }
    }

    private boolean putOne(Cells frozen, long granted, long exposure, int patience) {
        Cells one = Cells.one(stripes.length, granted, exposure, nextLine(exposure), patience);
        return CELLS.compareAndSet(this, frozen, one.withTicketsOf(frozen));
    }

    /** What each of several cells would have; zero if it would not last for many holds of that size. */
    private long share(Cells now, long exposure, long units) {
        if (stripes.length == 1) {
            return 0;
        }
        long share = (Math.min(now.granted, nextLine(exposure) - 1) - exposure) / STRIPES;
        return share / WORTH >= units ? Math.min(share, Cells.MOST_ROOM / 2) : 0;
    }

    /** The lowest line above, or the last. */
    private long nextLine(long exposure) {
        long[] all = lines;
        for (long line : all) {
            if (line > exposure) {
                return line;
            }
        }
        return all[all.length - 1];
    }
}
