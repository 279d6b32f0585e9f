package io.leadfactory.budget.slice;

import io.leadfactory.budget.plan.BudgetStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongFunction;

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
 * <p>A slice that is used by one thread now and then takes about 220 bytes: its cells, and one slot from the first ticket on.
 * Everything else is made when it is needed.
 *
 * <p>Rejected: a sum of counters that are read one by one (room moves behind the reader, who refuses what there is room
 * for), taking from several cells into a pocket (two who hold a part each refuse each other), and a lock for the moments
 * near the line (who is interrupted while holding it stops all others).
 *
 * <p>An account can be added up in two ways that share no counter: the exposure by the room that is missing, and what is
 * spent and held by the tickets. That both agree is what {@link Tally} is for.
 */
public final class Slice extends Slots {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final VarHandle CELLS;

    static {
        try {
            CELLS = MethodHandles.lookup().findVarHandle(Slice.class, "cells", Cells.class);
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
    private int collisions; // a hint: lost updates only delay a change of shape

    /**
     * With room up to an exposure.
     *
     * @param granted the most that holds and spend may be together, in nano-units, not negative
     * @param lines exposures that are told when a hold reaches them, in nano-units, ascending, the last at most
     *     {@code granted}; at least one
     */
    public Slice(long granted, long... lines) {
        this(granted, exposure -> BudgetStatus.OK, lines);
    }

    /**
     * With room up to an exposure, which means something.
     *
     * @param granted as above
     * @param meaning what an exposure means: the same for all between two lines
     * @param lines as above
     */
    public Slice(long granted, LongFunction<BudgetStatus> meaning, long... lines) {
        this.cells = Cells.first(granted, meaning, lines.clone());
    }

    /**
     * Changes how much is granted, and the lines. What is held and spent stays; if that is more than the new grant, nothing
     * can be held until enough was given back.
     *
     * @param granted as above
     * @param lines as above
     */
    public void grant(long granted, long... lines) {
        grant(granted, cells.meaning, lines);
    }

    /**
     * Changes how much is granted, the lines and what lies between them means, at once.
     *
     * @param granted as above
     * @param meaning as above
     * @param lines as above
     */
    public void grant(long granted, LongFunction<BudgetStatus> meaning, long... lines) {
        long[] told = lines.clone();
        boolean changed = false;
        while (!changed) {
            Cells now = cells;
            now.freeze();
            changed = put(now, now.one(stripes(), granted, meaning, told));
        }
    }

    /** {@return what the exposure means, exact however spend is spread} */
    public BudgetStatus status() {
        return cells.status();
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
            stripe(home & (stripes() - 1)).addSpentByCalls(spent);
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
            if (putOne(now, fits ? exposure + units : exposure, now.patience)) {
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
        return sumSpentByCalls();
    }

    /** {@return all that was spent, in nano-units; read before {@link #exposure()} it is never more than that} */
    public long spent() {
        return sumSpentByCalls() + sumSpentByTickets();
    }

    /** {@return what the tickets say, exact if none is half way} */
    public Tally tally() {
        return new Tally(sumSpentByTickets(), sumHeld(cells));
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
        Cells now = cells;
        if (now.count == 1) {
            long before = now.only();
            long room = Cells.roomIn(before) - units;
            if (before >= 0 && room > now.loud && (before & Cells.TICKETS) != Cells.TICKETS) {
                // The lowest ticket that is free, and the room.
                if (now.replaceOnly(before, (before | (before + 1)) - (units << Cells.TICKET_BITS))) {
                    return Location.of(0, Long.numberOfTrailingZeros(~before));
                }
                collided(now, units);
            } else if (before >= 0 && room < now.lacking) {
                return LACKING;
            }
        }
        return holdInAny(home, units);
    }

    private int holdInAny(int home, long units) {
        while (true) {
            Cells now = cells;
            int stripe = now.mask == 0 ? 0 : (home == ANY ? homeOfThread() : home) & now.mask;
            int place = now.wordOf(stripe);
            long before = now.get(place);
            long room = Cells.roomIn(before) - units;
            int slot = Long.numberOfTrailingZeros(~before);
            if (before < 0 || room < now.least() || slot >= Cells.TICKET_BITS) {
                return before >= 0 && room < now.lacking
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
                while (before >= 0 && Cells.roomIn(before) - units >= now.least()) {
                    if (now.replace(place, before, before - (units << Cells.TICKET_BITS))) {
                        return Cells.roomIn(before) - units > now.loud ? stripe : stripe | LOUD;
                    }
                    collided(now, units);
                    before = now.get(place);
                }
                if (before >= 0 && Cells.roomIn(before) - units < now.lacking) {
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
            if (putOne(now, lacks ? exposure : exposure + units, now.patience)) {
                return lacks ? LACKING : exposure + units < line ? 0 : LOUD;
            }
        }
    }

    /** Gives a slot and room back, after its owner has written what it has to say. */
    void end(int location, long unused) {
        int stripe = Location.stripe(location);
        if (location < 1 << Location.FIRST_BITS) {
            if (!tryEnd(cells, stripe, 1L << Location.slot(location), unused)) {
                give(stripe, unused);
                giveSlot(stripe, Location.slot(location));
            }
        } else {
            stripe(stripe).giveFurther(Location.page(location), Location.slot(location));
            give(stripe, unused);
        }
    }

    /** Both at once, if they lie in one word. */
    private static boolean tryEnd(Cells now, int stripe, long taken, long unused) {
        if (now.count != 1 && stripe != (stripe & now.mask)) {
            return false;
        }
        int place = now.wordOf(stripe);
        long before = now.get(place);
        // What such a ticket held fitted into a word: so the sum is below zero if the word has not as much room any
        // more.
        long after = before + (unused << Cells.TICKET_BITS) - taken;
        return (before | after) >= 0 && now.replace(place, before, after);
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
            changed = putOne(now, now.exposure() - units, now.patience);
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

    void forEachTaken(Visitor visitor) {
        visitTaken(cells.count, number -> cells.ticketsOf(number), visitor);
    }

    /** Passes over holds at the line that was just reached, if there is a further one to listen for. */
    void hush() {
        Cells now = cells;
        if (now.hasFurtherLine()) {
            now.freeze();
            putOne(now, now.exposure(), now.patience);
        }
    }

    private void collided(Cells now, long units) {
        if (++collisions >= now.patience && now.isOne()) {
            widen();
            if (now.count == 1 || now.share(stripes(), now.exposure(), units) > 0) {
                change(now, units);
            }
            collisions = 0;
        }
    }

    /** Several cells become one; one becomes several, if there is enough to share, or else one that is not frozen. */
    private void change(Cells before, long units) {
        before.freeze();
        put(before, before.changed(stripes(), units));
    }

    private boolean putOne(Cells frozen, long exposure, int patience) {
        return put(frozen, frozen.one(stripes(), exposure, patience));
    }

    private boolean put(Cells frozen, Cells next) {
        return CELLS.compareAndSet(this, frozen, next.withTicketsOf(frozen));
    }
}
