package io.leadfactory.audit.ledger;

import io.leadfactory.audit.record.EventIds;
import java.time.Clock;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one start of one process. Thread-safe; nobody waits for anybody.
 *
 * <p>One global chain would have to be locked until commit, and a number drawn from a sequence before commit says
 * nothing about the order of commits. So each transaction borrows a lane of its own from the moment in which its batch is
 * sealed until the outcome of its commit is known; in a lane, numbers are gapless and number order is commit order:
 * <table>
 * <caption>The life of a lane</caption>
 * <tr><th>state</th><th>what happens</th><th>next</th><th>kill -9 here costs</th></tr>
 * <tr><td>none</td><td>a batch is to be sealed, and no lane is free</td><td>borrowed, before its first number</td>
 * <td>nothing: there is no row</td></tr>
 * <tr><td>free</td><td>a batch is to be sealed</td><td>borrowed</td><td>the lane: it ends with what is committed</td></tr>
 * <tr><td>borrowed</td><td>the commit succeeded</td><td>free, after the transaction's last event</td>
 * <td>the lane; the rows are there whether or not anybody heard of the commit</td></tr>
 * <tr><td>borrowed</td><td>the write failed (a deadlock victim too), and the transaction was rolled back without a
 * try to commit</td><td>free, as before</td><td>the lane; the database undoes the rows</td></tr>
 * <tr><td>borrowed</td><td>the commit failed, its acknowledgement was lost, or the connection was</td>
 * <td>retired</td><td>nothing: no number follows, whether or not the rows are there</td></tr>
 * <tr><td>borrowed</td><td>its number was taken by somebody else</td><td>retired</td>
 * <td>nothing; the row of the other is what the verifier will find</td></tr>
 * <tr><td>borrowed</td><td>the commit succeeded, and the lane is half full</td><td>retired</td>
 * <td>nothing: its end is known as long as the process lives</td></tr>
 * <tr><td>retired</td><td>nothing ever again</td><td></td><td></td></tr>
 * </table>
 * A transaction that is rolled back before its batch is sealed never had a lane. A process that is started again knows
 * nothing of the lanes before and opens its own, so two processes need not know of each other.
 *
 * <p>A lane has {@value Position#LANE_BITS} bits: the time of its opening in steps of 2^24 ms (5 hours), so that new lanes
 * stand at one end of the index, and 25 random bits. More time and fewer random bits would be worse: lanes are opened in
 * bursts, when many processes start. That leaves the number {@value Position#NUMBER_BITS} bits, so that both are one narrow
 * key ({@link Position}). If ten processes open eight lanes each within one such step, two of them are equal with a
 * probability of 1 in 10 000. Then the primary key refuses the second one's first batch, which is tried again in another
 * lane: a lane is <em>fresh</em> until its first commit, and what is written to it is guarded by a savepoint. A lane that is
 * half full is retired at its commit; a transaction that fills one goes on in the next, and counts as another from there.
 *
 * <p>The idea of many small chains is Oracle's (blockchain tables).
 */
public final class Lanes {
    private static final int TIME_STEP_BITS = 24;
    private static final int RANDOM_BITS = 25;
    private static final long HALF_FULL = Position.MAX_NUMBER / 2;

    private final Clock clock;
    private final RandomGenerator random;
    private final @Nullable AuditKeySource keys;
    private final Deque<Lane> free = new ConcurrentLinkedDeque<>();
    private final Map<Long, Lane> alive = new ConcurrentHashMap<>();
    private final Map<Long, Head> full = new ConcurrentHashMap<>();

    /**
     * Takes the time of opening from the clock, and salts from the generator, which must be thread-safe and unpredictable.
     *
     * @param clock the clock
     * @param random the source of randomness
     * @param keys what keys the hashes, or null if nothing does
     */
    public Lanes(Clock clock, RandomGenerator random, @Nullable AuditKeySource keys) {
        this.clock = clock;
        this.random = random;
        this.keys = keys;
    }

    @Nullable
    AuditKey currentKey() {
        return keys == null ? null : keys.current();
    }

    /** {@return a lane for one transaction} */
    public LaneLease borrow() {
        Lane lane = free.pollFirst();
        return new LaneLease(this, lane == null ? open() : lane);
    }

    /** A lane behind one that a transaction has filled. */
    Lane another() {
        return open();
    }

    /**
     * {@return the lane that these events get each time they are tried, for them alone} So the primary key refuses them when
     * they are there already, even while the transaction of an earlier try is still being committed.
     *
     * @param first the identifier of the first event
     * @param attempt 0, or the number of lanes tried before that were somebody else's
     */
    public LaneLease borrowFor(UUID first, int attempt) {
        long bits = first.getLeastSignificantBits() + attempt * 0x9E37_79B9_7F4A_7C15L;
        return new LaneLease(this, new Lane(id(EventIds.micros(first) / 1000, bits), random));
    }

    /** However wrong the clock: a lane has no more bits than a position keeps of it. */
    private static long id(long millis, long bits) {
        long id = (millis >>> TIME_STEP_BITS << RANDOM_BITS) | (bits & ((1L << RANDOM_BITS) - 1));
        return id & ((1L << Position.LANE_BITS) - 1);
    }

    private Lane open() {
        while (true) {
            long id = id(clock.millis(), random.nextLong());
            Lane lane = new Lane(id, random);
            if (!full.containsKey(id) && alive.putIfAbsent(id, lane) == null) {
                return lane;
            }
        }
    }

    void release(Lane lane) {
        if (!alive.containsKey(lane.id())) {
            return;
        }
        if (lane.head().number() > HALF_FULL) {
            full.put(lane.id(), lane.head());
            retire(lane);
        } else {
            free.addFirst(lane);
        }
    }

    void retire(Lane lane) {
        alive.remove(lane.id());
    }

    /** {@return where the lanes in use end, as far as it is known to be committed} */
    public LaneEnds ends() {
        Map<Long, Head> heads = new HashMap<>();
        alive.forEach((id, lane) -> heads.put(id, lane.head()));
        // Read after those that are alive, so that none is missed that fills in between.
        heads.putAll(full);
        return new LaneEnds(heads);
    }
}
