package io.leadfactory.budget.slice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How a slice's room lies at a time: in one cell, or spread over several that lie in cache lines of their own. Its shape
 * never changes; a slice goes from one to the next, see {@link Slice}. Thread-safe.
 *
 * <p>There is a word for each stripe: 47 bits of room above 16 bits that say which of the stripe's first tickets are taken,
 * so that one compare-and-set takes both. What does not fit, or must not be reached yet, is the rest: room in no cell; below
 * zero when more is spent than granted. A frozen word shows the bitwise complement of its last value and never changes
 * again.
 */
final class Cells {
    static final int TICKET_BITS = 16;
    static final long TICKETS = (1L << TICKET_BITS) - 1;
    static final long MOST_ROOM = (1L << 47) - 1;

    // 128 bytes: two cache lines, since processors fetch them in pairs.
    private static final int STRIDE = 16;
    private static final long[] NONE = {};
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle ONLY;

    static {
        try {
            ONLY = MethodHandles.lookup().findVarHandle(Cells.class, "only", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Which bits of a stripe's number select a cell to take from: none if all lies in the first. */
    final int mask;
    /** How many words there are. */
    final int count;
    /** What a hold must leave in its cell. */
    final long least;
    /** A hold that leaves this or less in its cell reached a line. */
    final long loud;
    /** Exposure that may be reached at most. */
    final long granted;
    /** Room in no cell. */
    final long rest;
    /** Exposures that are told, ascending. */
    final long[] lines;
    /** How often taking or giving must collide before one cell becomes several. */
    final int patience;

    // The word if there is one alone: a thread that nobody disturbs waits for each load on the way to it.
    private volatile long only;
    private final long[] words;

    private Cells(int count, int mask, long granted, long rest, long[] lines, long loud, int patience) {
        this.count = count;
        this.mask = mask;
        this.granted = granted;
        this.rest = rest;
        this.lines = lines;
        this.least = Math.max(0, -rest);
        this.loud = loud;
        this.patience = patience;
        this.words = count == 1 ? NONE : new long[(count + 1) * STRIDE];
    }

    /** All in one cell; holds that bring the exposure to the next line are loud. */
    static Cells one(int count, long granted, long exposure, long[] lines, int patience) {
        long room = Math.max(0, Math.min(granted - exposure, MOST_ROOM / 2));
        long rest = granted - exposure - room;
        long loud = granted - rest - nextLine(lines, exposure);
        Cells one = new Cells(count, 0, granted, rest, lines, loud, patience);
        one.put(0, room << TICKET_BITS);
        return one;
    }

    /** In equal parts of {@code share}. */
    static Cells several(int count, long granted, long exposure, long[] lines, long share, int patience) {
        long rest = granted - exposure - count * share;
        Cells several = new Cells(count, count - 1, granted, rest, lines, -1, patience);
        for (int i = 0; i < count; i++) {
            several.put(i, share << TICKET_BITS);
        }
        return several;
    }

    /** The lowest line above, or the last. */
    static long nextLine(long[] lines, long exposure) {
        for (long line : lines) {
            if (line > exposure) {
                return line;
            }
        }
        return lines[lines.length - 1];
    }

    /** Takes over which tickets are taken; before anybody else sees it. */
    Cells withTicketsOf(Cells frozen) {
        for (int stripe = 0; stripe < frozen.count; stripe++) {
            put(stripe, get(wordOf(stripe)) | frozen.ticketsOf(stripe));
        }
        return this;
    }

    boolean isOne() {
        return mask == 0;
    }

    /** Whether a hold that would leave so much in its cell is refused: only if all there is lies in one. */
    boolean lacks(long roomAfter) {
        return mask == 0 && roomAfter < least && rest < -roomAfter;
    }

    int wordOf(int stripe) {
        return count == 1 ? 0 : (stripe + 1) * STRIDE;
    }

    private void put(int stripe, long word) {
        if (count == 1) {
            only = word;
        } else {
            words[wordOf(stripe)] = word;
        }
    }

    static long roomIn(long word) {
        return word >> TICKET_BITS;
    }

    long get(int place) {
        return place == 0 ? only : (long) WORD.getVolatile(words, place);
    }

    boolean replace(int place, long before, long after) {
        return place == 0 ? ONLY.compareAndSet(this, before, after) : WORD.compareAndSet(words, place, before, after);
    }

    void freeze() {
        for (int stripe = 0; stripe < count; stripe++) {
            int place = wordOf(stripe);
            long word = get(place);
            while (word >= 0 && !replace(place, word, ~word)) {
                word = get(place);
            }
        }
    }

    /** Exact in one cell and when frozen; else each cell is read at its own moment. */
    long exposure() {
        long exposure = granted - rest;
        for (int stripe = 0; stripe <= mask; stripe++) {
            exposure -= roomIn(thawed(get(wordOf(stripe))));
        }
        return exposure;
    }

    /** Which of the stripe's first tickets are taken. */
    long ticketsOf(int stripe) {
        return stripe < count ? thawed(get(wordOf(stripe))) & TICKETS : 0;
    }

    private static long thawed(long word) {
        return word < 0 ? ~word : word;
    }
}
