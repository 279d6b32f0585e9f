package io.leadfactory.budget.slice;

import io.leadfactory.budget.plan.BudgetStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Slices that are held together, all or none. Thread-safe and lock-free; reserving and ending allocate nothing, except
 * when more tickets are open at once than ever before.
 *
 * <p>A ticket is a positive {@code long}: the number of a slot in the first slice, and the slot's generation. It ends exactly
 * once, by whoever moves the slot's word from open to ended. A call that finds too little room in a later slice gives back what
 * it has taken in those before: what it took there for a moment was as good as held, and who asks in that moment may be
 * refused for it.
 */
public final class SliceGroup {
    /** Hears what a group cannot tell by its answers. Thread-safe. */
    public interface Listener {
        /** A hold brought at least one of the slices to a line. */
        void reached();

        /**
         * A ticket was ended because its time was over.
         *
         * @param ticket the ticket
         * @param units what it held
         * @param actual what it was charged
         */
        void expired(long ticket, long units, long actual);
    }

    /** What a ticket costs that nobody ended in time. */
    @FunctionalInterface
    public interface Charge {
        /**
         * {@return what is charged, from zero to what was held}
         *
         * @param units what was held
         */
        long of(long units);
    }

    /** Ending failed: the ticket is of another group, or none. */
    public static final long UNKNOWN = -1;

    /** Ending failed: the ticket has ended before. */
    public static final long ENDED = -2;

    /** Ending failed: with this cost an account would leave the range of a long. The ticket stays open. */
    public static final long TOO_LARGE = -3;

    /** Reserving failed: more tickets are open than can be numbered. */
    public static final long FULL = Long.MIN_VALUE;

    /** As a deadline: never. */
    public static final long NEVER = Long.MAX_VALUE;

    private final Slice keeper;
    private final boolean isAlone;
    private final Slice[] others;
    private final Listener listener;

    /**
     * These slices together.
     *
     * @param slices at least one, each once; in the same order in every group
     * @param listener who hears what answers do not tell
     */
    public SliceGroup(List<Slice> slices, Listener listener) {
        this.keeper = slices.get(0);
        this.others = slices.subList(1, slices.size()).toArray(Slice[]::new);
        this.isAlone = others.length == 0;
        this.listener = listener;
    }

    /**
     * Takes room in every slice, or in none.
     *
     * @param units how much, positive, in nano-units
     * @param deadline by when it must have ended, in milliseconds since 1970, or {@link #NEVER}
     * @return a ticket, positive; or {@link #FULL}; or {@code -1 - i} if slice {@code i} had too little room
     */
    public long tryReserve(long units, long deadline) {
        int location = keeper.hold(Slice.ANY, units);
        boolean isSilent = (location & ~Location.MASK) == 0;
        if (isSilent && isAlone) {
            return open(location, units, deadline);
        }
        if (location < 0) {
            return location == Slice.LACKING ? -1 : FULL;
        }
        long refused = isAlone ? 0 : holdOthers(location, units);
        if (refused != 0) {
            return refused;
        }
        int at = location & Location.MASK;
        long ticket = open(at, units, deadline);
        if (!isSilent || isLoud(at)) {
            listener.reached();
        }
        return ticket;
    }

    private long open(int at, long units, long deadline) {
        return keeper.slot(at).open(units, deadline, this) << Location.BITS | at;
    }

    private long holdOthers(int location, long units) {
        int at = location & Location.MASK;
        int[] links = keeper.slot(at).links(others.length);
        for (int i = 0; i < others.length; i++) {
            int link = others[i].hold(Location.stripe(at), units);
            if (link < 0) {
                for (int held = 0; held < i; held++) {
                    others[held].end(links[held] & Location.MASK, units);
                }
                keeper.end(at, units);
                return link == Slice.LACKING ? -2 - i : FULL;
            }
            others[i].slot(link & Location.MASK).fill(units);
            links[i] = link;
        }
        return 0;
    }

    private boolean isLoud(int at) {
        boolean loud = false;
        for (int link : keeper.slot(at).links(others.length)) {
            loud |= link > Location.MASK;
        }
        return loud;
    }

    /**
     * Ends a ticket.
     *
     * @param ticket the ticket
     * @param actual what it cost, at least zero; what is beyond the hold is taken beyond every line
     * @return what was held, positive; or {@link #UNKNOWN}, {@link #ENDED} or {@link #TOO_LARGE}
     */
    public long end(long ticket, long actual) {
        return end(ticket, actual, null);
    }

    /**
     * Ends a ticket whose cost follows from what it held.
     *
     * @param ticket the ticket
     * @param charge what it costs
     * @return what was held, positive; or {@link #UNKNOWN} or {@link #ENDED}
     */
    public long end(long ticket, Charge charge) {
        return end(ticket, 0, charge);
    }

    private long end(long ticket, long known, @Nullable Charge charge) {
        int at = (int) ticket & Location.MASK;
        Slot slot = keeper.find(at);
        if (slot == null) {
            return UNKNOWN;
        }
        // Of no ticket, or less, it is none that a slot ever has.
        long generation = ticket >>> Location.BITS;
        while (slot.isOpen(generation, this)) {
            long units = slot.units();
            long actual = charge == null ? known : charge.of(units);
            if (slot.tryEnd(generation)) {
                long unused = units - actual;
                if (unused < 0) {
                    if (!takeOverrun(-unused)) {
                        slot.reopen(generation);
                        return TOO_LARGE;
                    }
                    unused = 0;
                }
                if (!isAlone) {
                    finishOthers(slot.links(others.length), actual, unused);
                }
                if (actual != 0) {
                    slot.addSpent(actual);
                }
                keeper.end(at, unused);
                return units;
            }
        }
        return ticket > 0 && slot.hasEnded(generation) ? ENDED : UNKNOWN;
    }

    private void finishOthers(int[] links, long actual, long unused) {
        for (int i = 0; i < others.length; i++) {
            int link = links[i] & Location.MASK;
            if (actual != 0) {
                others[i].slot(link).addSpent(actual);
            }
            others[i].end(link, unused);
        }
    }

    private boolean takeOverrun(long overrun) {
        if (!keeper.tryOverrun(overrun)) {
            return false;
        }
        for (int i = 0; i < others.length; i++) {
            if (!others[i].tryOverrun(overrun)) {
                keeper.giveBack(overrun);
                for (int undone = 0; undone < i; undone++) {
                    others[undone].giveBack(overrun);
                }
                return false;
            }
        }
        return true;
    }

    /**
     * {@return what an open ticket holds; or {@link #UNKNOWN} or {@link #ENDED}}
     *
     * @param ticket the ticket
     */
    public long held(long ticket) {
        int at = (int) ticket & Location.MASK;
        Slot slot = keeper.find(at);
        if (ticket <= 0 || slot == null) {
            return UNKNOWN;
        }
        long generation = ticket >>> Location.BITS;
        long units = slot.units();
        if (slot.isOpen(generation, this)) {
            return units;
        }
        return slot.hasEnded(generation) ? ENDED : UNKNOWN;
    }

    /**
     * Ends the tickets whose time is over.
     *
     * @param now the time, in milliseconds since 1970
     * @param charge what each costs
     */
    public void expire(long now, Charge charge) {
        keeper.forEachTaken((slot, at) -> {
            long generation = slot.generation();
            if (slot.isOpen(generation, this) && slot.deadline() <= now) {
                long ticket = generation << Location.BITS | at;
                long actual = charge.of(slot.units());
                long units = end(ticket, actual);
                if (units > 0) {
                    listener.expired(ticket, units, actual);
                }
            }
        });
    }

    /** {@return the worst of what the slices' exposures mean now} */
    public BudgetStatus status() {
        return isAlone ? keeper.status() : worst();
    }

    private BudgetStatus worst() {
        BudgetStatus worst = keeper.status();
        for (Slice other : others) {
            BudgetStatus status = other.status();
            worst = worst.isAtLeast(status) ? worst : status;
        }
        return worst;
    }

    /** {@return whether a ticket has not ended} */
    public boolean hasOpen() {
        boolean[] open = {false};
        keeper.forEachTaken((slot, at) -> open[0] |= slot.isOpen(slot.generation(), this));
        return open[0];
    }

    /** Lets holds at the lines that were just told pass in silence. */
    public void hush() {
        keeper.hush();
        for (Slice other : others) {
            other.hush();
        }
    }
}
