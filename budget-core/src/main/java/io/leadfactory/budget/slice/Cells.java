package io.leadfactory.budget.slice;

import io.leadfactory.budget.plan.BudgetStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongFunction;

/**
 * How a slice's room lies at a time: in one cell, or spread over several that lie in cache lines of their own. Its shape
 * never changes; a slice goes from one to the next, see {@link Slice}. Thread-safe.
 *
 * <p>There is a word for each stripe: 47 bits of room above 16 bits that say which of the stripe's first tickets are taken,
 * so that one compare-and-set takes both. What does not fit, or must not be reached yet, is the rest: room in no cell; below
 * zero when more is spent than granted. A frozen word shows the bitwise complement of its last value and never changes
 * again.
 *
 * <p>What the exposure means is the same for all exposures between two lines. So cells know it beforehand, with the range of
 * their word in which it is true: who asks reads one word, and adds up only near a line.
 */
final class Cells {
    static final int TICKET_BITS = 16;
    static final long TICKETS = (1L << TICKET_BITS) - 1;
    static final long MOST_ROOM = (1L << 47) - 1;

    private static final int WORTH = 64;
    private static final int FIRST_PATIENCE = 8;
    private static final int LAST_PATIENCE = 1 << 14;

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
    /** A hold that leaves this or less in its cell reached a line, or cannot be had there. */
    final long loud;
    /** A hold that would leave less than this in its cell is refused; no hold is if there are several cells. */
    final long lacking;
    /** Exposure that may be reached at most. */
    final long granted;
    /** What an exposure means: the same between two lines. */
    final LongFunction<BudgetStatus> meaning;
    /** Exposures that are told, ascending. */
    final long[] lines;
    /** How often taking or giving must collide before one cell becomes several. */
    final int patience;

    // The exposure that there would be with no room in any cell.
    private final long top;
    // The word if there is one alone: a thread that nobody disturbs waits for each load on the way to it.
    private volatile long only;
    private final long[] words;
    // What the exposure means while that word plus the one is below the other.
    private final BudgetStatus known;
    private final long knownBias;
    private final long knownBelow;

    private Cells(int count, int mask, Cells terms, long exposure, long room, int patience) {
        this(count, mask, terms.granted, terms.meaning, terms.lines, exposure, room, patience);
    }

    private Cells(
            int count,
            int mask,
            long granted,
            LongFunction<BudgetStatus> meaning,
            long[] lines,
            long exposure,
            long room,
            int patience) {
        this.count = count;
        this.mask = mask;
        this.granted = granted;
        this.meaning = meaning;
        this.lines = lines;
        this.patience = patience;
        this.words = count == 1 ? NONE : new long[(count + 1) * STRIDE];
        long share = room / (mask + 1);
        for (int stripe = 0; stripe <= mask; stripe++) {
            put(stripe, share << TICKET_BITS);
        }
        this.top = exposure + room;
        long rest = granted - top;
        this.lacking = mask == 0 ? -rest : Long.MIN_VALUE;
        this.loud = mask == 0 ? Math.max(top - nextLine(lines, exposure), least() - 1) : -1;
        this.known = meaning.apply(exposure);
        long line = lineBelow(lines, exposure);
        if (count == 1) {
            long from = lines[lines.length - 1] <= exposure ? 0 : Math.max(0, top - nextLine(lines, exposure) + 1);
            long to = line < 0 ? MOST_ROOM : Math.min(MOST_ROOM, top - line);
            this.knownBias = Long.MIN_VALUE - (from << TICKET_BITS);
            this.knownBelow = Long.MIN_VALUE + (Math.max(0, to + 1 - from) << TICKET_BITS);
        } else {
            // Several never reach the next line; the word for one alone is zero then.
            this.knownBias = 0;
            this.knownBelow = mask != 0 && line < 0 ? 1 : 0;
        }
    }

    /** All in one cell, nothing taken. */
    static Cells first(long granted, LongFunction<BudgetStatus> meaning, long[] lines) {
        return new Cells(1, 0, granted, meaning, lines, 0, roomOfOne(granted, 0), FIRST_PATIENCE);
    }

    /** All in one cell after these, with more or less granted. */
    Cells one(int words, long grant, LongFunction<BudgetStatus> means, long[] told) {
        long exposure = exposure();
        return new Cells(words, 0, grant, means, told, exposure, roomOfOne(grant, exposure), patience);
    }

    /** All in one cell after these; holds that bring the exposure to the next line are loud. */
    Cells one(int words, long exposure, int patient) {
        return new Cells(words, 0, this, exposure, roomOfOne(granted, exposure), patient);
    }

    /**
     * Of frozen ones, when their shape must change: several become one; one becomes several, if there is enough to share, or
     * else one that is not frozen.
     */
    Cells changed(int words, long units) {
        long exposure = exposure();
        if (!isOne()) {
            return one(words, exposure, Math.min(LAST_PATIENCE, 2 * patience));
        }
        long share = share(words, exposure, units);
        return share > 0
                ? new Cells(words, words - 1, this, exposure, words * share, patience)
                : one(words, exposure, patience);
    }

    /** What each of several cells would have; zero if it would not last for many holds of that size. */
    long share(int words, long exposure, long units) {
        if (words == 1) {
            return 0;
        }
        long share = (Math.min(granted, nextLine(lines, exposure) - 1) - exposure) / words;
        return share / WORTH >= units ? Math.min(share, MOST_ROOM / 2) : 0;
    }

    private static long roomOfOne(long granted, long exposure) {
        return Math.max(0, Math.min(granted - exposure, MOST_ROOM / 2));
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

    /** The highest line that is reached, or less than zero. */
    private static long lineBelow(long[] lines, long exposure) {
        long below = -1;
        for (long line : lines) {
            below = line <= exposure ? line : below;
        }
        return below;
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

    /** What a hold must leave in its cell: more than nothing, if room that was granted is spent beyond the grant. */
    long least() {
        return Math.max(0, lacking);
    }

    /** Whether holds may be silent now that reach a further line later. */
    boolean hasFurtherLine() {
        return mask == 0 && loud > top - lines[lines.length - 1];
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

    /** The word if there is one alone. */
    long only() {
        return only;
    }

    boolean replaceOnly(long before, long after) {
        return ONLY.compareAndSet(this, before, after);
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
        long exposure = top;
        for (int stripe = 0; stripe <= mask; stripe++) {
            exposure -= roomIn(thawed(get(wordOf(stripe))));
        }
        return exposure;
    }

    /** What the exposure means. */
    BudgetStatus status() {
        return only + knownBias < knownBelow ? known : meaning.apply(exposure());
    }

    /** Which of the stripe's first tickets are taken. */
    long ticketsOf(int stripe) {
        return stripe < count ? thawed(get(wordOf(stripe))) & TICKETS : 0;
    }

    private static long thawed(long word) {
        return word < 0 ? ~word : word;
    }
}
