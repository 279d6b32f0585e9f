package io.leadfactory.budget.slice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where a ticket is kept while it is open. Thread-safe. Who took a slot's bit owns the slot until he gives the bit back; who
 * brings its word from open to ended owns it from then on. So nothing here but the word needs an atomic.
 *
 * <p>The word is a generation of 38 bits and whether the ticket is open. Generations begin at random: a stale ticket, or one
 * of another slice, is taken for an open one with a chance of one in 2^38.
 */
class Slot {
    private static final long GENERATIONS = (1L << 38) - 1;
    private static final long OPEN = 1;
    private static final VarHandle WORD;
    private static final VarHandle UNITS;
    private static final VarHandle DEADLINE;
    private static final VarHandle SPENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WORD = lookup.findVarHandle(Slot.class, "word", long.class);
            UNITS = lookup.findVarHandle(Slot.class, "units", long.class);
            DEADLINE = lookup.findVarHandle(Slot.class, "deadline", long.class);
            SPENT = lookup.findVarHandle(Slot.class, "spent", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** A slot that shares no cache line with another thread's: two lines, since processors fetch them in pairs. */
    @SuppressWarnings("unused") // what lies here is room
    static final class Padded extends Slot {
        private long p1;
        private long p2;
        private long p3;
        private long p4;
        private long p5;
        private long p6;
        private long p7;
        private long p8;
        private long p9;
    }

    private volatile long word = ThreadLocalRandom.current().nextLong(GENERATIONS) << 1;
    private volatile long units;
    private volatile long deadline;
    private long spent;
    private @Nullable SliceGroup owner;
    private int @Nullable [] links;

    /** For its owner: fills the slot and shows it as open. */
    long open(long held, long by, SliceGroup group) {
        if (owner != group) {
            owner = group;
        }
        UNITS.setOpaque(this, held);
        DEADLINE.setOpaque(this, by);
        long generation = (((long) WORD.get(this) >>> 1) + 1) & GENERATIONS;
        if (generation == 0) {
            generation = 1;
        }
        WORD.setRelease(this, generation << 1 | OPEN);
        return generation;
    }

    /** For its owner: fills the slot of a ticket that another slice keeps. */
    void fill(long held) {
        UNITS.setRelease(this, held);
    }

    boolean isOpen(long generation, SliceGroup group) {
        return word == (generation << 1 | OPEN) && owner == group;
    }

    boolean tryEnd(long generation) {
        return WORD.compareAndSet(this, generation << 1 | OPEN, generation << 1);
    }

    /** For its owner: open again, since it could not be ended. */
    void reopen(long generation) {
        WORD.setRelease(this, generation << 1 | OPEN);
    }

    long generation() {
        return word >>> 1;
    }

    /** Whether a ticket that could not be ended ever was open: what lies behind one of this slot was used up one by one. */
    boolean hasEnded(long generation) {
        long now = word;
        long ahead = ((now >>> 1) - generation) & GENERATIONS;
        return ahead == 0 ? (now & OPEN) == 0 : ahead < GENERATIONS >>> 10;
    }

    long units() {
        return units;
    }

    long deadline() {
        return deadline;
    }

    /** For its owner. */
    void addSpent(long more) {
        SPENT.setRelease(this, spent + more);
    }

    long spent() {
        return (long) SPENT.getAcquire(this);
    }

    /** For its owner: where the other slices keep their part of the ticket. */
    int[] links(int many) {
        int[] found = links;
        if (found == null || found.length != many) {
            found = new int[many];
            links = found;
        }
        return found;
    }
}
