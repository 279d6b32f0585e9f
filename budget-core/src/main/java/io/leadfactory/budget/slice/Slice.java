package io.leadfactory.budget.slice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 * <p>Why each call happens at one moment: cells are replaced only when all their words are frozen, by a compare-and-set that
 * one wins. So whoever changes a word changes the cells that are current, and nothing that was done to frozen cells is missing
 * in their sum. A hold and an end happen at the compare-and-set of their word; a large one, and a grant, when the cells are
 * replaced; a refusal when a word is read that is not frozen, and all there is lies in it. The exposure of one cell is that
 * of the moment at which the word is read or, if it was frozen in between, at which it was frozen: from then until it is
 * replaced nothing else happens. A word that looks the same is the same, since room and taken slots are all that it says; so an
 * end may compare with a word that was read before the ticket was ended. Granted room and lines are replaced together. Two
 * things happen at no single moment: adding up several cells, and ending a ticket that two end at once, of whom the later may
 * learn that it has ended just before its room is back.
 *
 * <p>A slice that is used by one thread now and then takes about 200 bytes: its cells, and one slot from the first ticket on.
 * Everything else is made when it is needed.
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
    private static final VarHandle STRIPE = MethodHandles.arrayElementVarHandle(Stripe[].class);

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

    private static final @Nullable Stripe[] NONE = {};

    private volatile Cells cells;
    private volatile @Nullable Slot first; // of the first stripe: all that is needed while no two tickets are open
    private volatile @Nullable Stripe[] stripes = NONE;
    private int collisions; // a hint: lost updates only delay a change of shape

    /**
     * With room up to an exposure.
     *
     * @param granted the most that holds and spend may be together, in nano-units, not negative
     * @param lines exposures that are told when a hold reaches them, in nano-units, ascending, the last at most
     *     {@code granted}; at least one
     */
    public Slice(long granted, long... lines) {
        this.cells = Cells.one(1, granted, 0, lines.clone(), FIRST_PATIENCE);
    }

    /**
     * Changes how much is granted, and the lines. What is held and spent stays; if that is more than the new grant, nothing
     * can be held until enough was given back.
     *
     * @param granted as above
     * @param lines as above
     */
    public void grant(long granted, long... lines) {
        long[] told = lines.clone();
        boolean changed = false;
        while (!changed) {
            Cells now = cells;
            now.freeze();
            changed = put(now, Cells.one(count(), granted, now.exposure(), told, now.patience));
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
            stripe(home & (count() - 1)).addSpentByCalls(spent);
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
            spent += stripe == null ? 0 : stripe.spentByCalls();
        }
        return spent;
    }

    /** {@return all that was spent, in nano-units; read before {@link #exposure()} it is never more than that} */
    public long spent() {
        return spentByCalls() + spentByTickets();
    }

    /** {@return what the tickets say, exact if none is half way} */
    public Tally tally() {
        return new Tally(spentByTickets(), held());
    }

    private long spentByTickets() {
        Slot alone = first;
        long spent = alone == null ? 0 : alone.spent();
        for (Stripe stripe : stripes) {
            spent += stripe == null ? 0 : stripe.spentByTickets();
        }
        return spent;
    }

    private long held() {
        Cells now = cells;
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
        int further = stripe(stripe).takeFurther();
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
            long line = Cells.nextLine(now.lines, exposure);
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
        Cells now = cells;
        if (tryEnd(now, now.get(now.wordOf(stripe & now.mask)), location, unused)) {
            return;
        }
        int page = Location.page(location);
        if (page != 0) {
            stripe(stripe).giveFurther(page, Location.slot(location));
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

    /** For its owner: the slot at a location, made if it is not there. */
    Slot slot(int location) {
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
    @Nullable
    Slot find(int location) {
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

    private int count() {
        return Math.max(1, stripes.length);
    }

    private @Nullable Stripe stripeAt(int number) {
        @Nullable Stripe[] all = stripes;
        return number < all.length ? (Stripe) STRIPE.getAcquire(all, number) : null;
    }

    /** The stripe of a number below that of the words; made if it is not there. */
    private Stripe stripe(int number) {
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

    /** What is done with each slot that is taken. */
    @FunctionalInterface
    interface Visitor {
        void visit(Slot slot, int location);
    }

    void forEachTaken(Visitor visitor) {
        int count = cells.count;
        for (int number = 0; number < count; number++) {
            visit(cells.ticketsOf(number), Location.of(number, 0), visitor);
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

    /** Passes over holds at the line that was just reached, if there is a further one to listen for. */
    void hush() {
        Cells now = cells;
        long last = now.lines[now.lines.length - 1];
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
        @Nullable Stripe[] before = stripes;
        if (before.length < STRIPES) {
            @Nullable Stripe[] wide = new Stripe[STRIPES];
            wide[0] = before.length == 0 ? null : before[0];
            STRIPE_TABLE.compareAndSet(this, before, wide);
        }
    }

    /** Several cells become one; one becomes several, if there is enough to share, or else one that is not frozen. */
    private void change(Cells before, long units) {
        before.freeze();
        long exposure = before.exposure();
        long share = before.isOne() ? share(before, exposure, units) : 0;
        if (share > 0) {
            Cells several = Cells.several(STRIPES, before.granted, exposure, before.lines, share, before.patience);
            put(before, several);
        } else {
            int patience = before.isOne() ? before.patience : Math.min(LAST_PATIENCE, 2 * before.patience);
            putOne(before, before.granted, exposure, patience);
        }
    }

    private boolean putOne(Cells frozen, long granted, long exposure, int patience) {
        return put(frozen, Cells.one(count(), granted, exposure, frozen.lines, patience));
    }

    private boolean put(Cells frozen, Cells next) {
        return CELLS.compareAndSet(this, frozen, next.withTicketsOf(frozen));
    }

    /** What each of several cells would have; zero if it would not last for many holds of that size. */
    private long share(Cells now, long exposure, long units) {
        if (stripes.length < STRIPES) {
            return 0;
        }
        long share = (Math.min(now.granted, Cells.nextLine(now.lines, exposure) - 1) - exposure) / STRIPES;
        return share / WORTH >= units ? Math.min(share, Cells.MOST_ROOM / 2) : 0;
    }
}
