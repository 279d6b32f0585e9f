package io.leadfactory.budget.slice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where tickets are kept while they are open, in slots. Thread-safe. Who took a slot's bit owns the slot until he gives the
 * bit back; who brings its word from open to ended owns it from then on. So nothing here but the word needs an atomic.
 *
 * <p>The word is a generation of 38 bits and whether the ticket is open. Generations begin at random: a stale ticket, or one
 * of another slice, is taken for an open one with a chance of one in 2^38.
 */
class Page {
    private static final long GENERATIONS = (1L << 38) - 1;
    private static final long OPEN = 1;
    private static final int WIDTH = 4;
    private static final int UNITS = 1;
    private static final int SPENT = 2;
    private static final int DEADLINE = 3;
    private static final VarHandle BOOK = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] book;
    private final @Nullable SliceGroup[] owners;
    private final int[][] links;
    private final long first;

    Page(int slots) {
        book = new long[slots * WIDTH];
        owners = new SliceGroup[slots];
        links = new int[slots][];
        first = ThreadLocalRandom.current().nextLong(GENERATIONS);
    }

    /** For its owner: fills the slot and shows it as open. */
    long open(int slot, long units, long deadline, SliceGroup owner) {
        int at = slot * WIDTH;
        if (owners[slot] != owner) {
            owners[slot] = owner;
        }
        book[at + UNITS] = units;
        book[at + DEADLINE] = deadline;
        long before = book[at] == 0 ? first : book[at] >>> 1;
        long generation = Math.max(1, (before + 1) & GENERATIONS);
        BOOK.setRelease(book, at, generation << 1 | OPEN);
        return generation;
    }

    /** For its owner: fills the slot of a ticket that another slice keeps. */
    void fill(int slot, long units) {
        BOOK.setRelease(book, slot * WIDTH + UNITS, units);
    }

    boolean isOpen(int slot, long generation, SliceGroup owner) {
        return (long) BOOK.getVolatile(book, slot * WIDTH) == (generation << 1 | OPEN) && owners[slot] == owner;
    }

    boolean tryEnd(int slot, long generation) {
        return BOOK.compareAndSet(book, slot * WIDTH, generation << 1 | OPEN, generation << 1);
    }

    /** For its owner: open again, since it could not be ended. */
    void reopen(int slot, long generation) {
        BOOK.setRelease(book, slot * WIDTH, generation << 1 | OPEN);
    }

    long generation(int slot) {
        return (long) BOOK.getVolatile(book, slot * WIDTH) >>> 1;
    }

    /** Whether a ticket that could not be ended ever was open: what lies behind one of this slot was used up one by one. */
    boolean hasEnded(int slot, long generation) {
        long word = (long) BOOK.getVolatile(book, slot * WIDTH);
        long ahead = ((word >>> 1) - generation) & GENERATIONS;
        return ahead == 0 ? (word & OPEN) == 0 : ahead < GENERATIONS >>> 10;
    }

    long units(int slot) {
        return (long) BOOK.getOpaque(book, slot * WIDTH + UNITS);
    }

    long deadline(int slot) {
        return (long) BOOK.getOpaque(book, slot * WIDTH + DEADLINE);
    }

    /** For its owner. */
    void addSpent(int slot, long units) {
        int at = slot * WIDTH + SPENT;
        BOOK.setRelease(book, at, book[at] + units);
    }

    long spent() {
        long spent = 0;
        for (int at = SPENT; at < book.length; at += WIDTH) {
            spent += (long) BOOK.getAcquire(book, at);
        }
        return spent;
    }

    /** What is held in the slots whose bit is set. */
    long held(long taken) {
        long held = 0;
        for (long left = taken; left != 0; left &= left - 1) {
            held += units(Long.numberOfTrailingZeros(left));
        }
        return held;
    }

    /** For its owner: where the other slices keep their part of the ticket. */
    int[] links(int slot, int many) {
        int[] found = links[slot];
        if (found == null || found.length != many) {
            found = new int[many];
            links[slot] = found;
        }
        return found;
    }
}
