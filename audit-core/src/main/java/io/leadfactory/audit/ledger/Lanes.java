package io.leadfactory.audit.ledger;

import java.time.Clock;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.random.RandomGenerator;

/**
 * The lanes of one start of one process. Thread-safe; nobody waits for anybody.
 *
 * <p>One global chain would have to be locked until commit, and a number drawn from a sequence before commit says
 * nothing about the order of commits. So each transaction borrows a lane of its own from the moment in which its batch is
 * sealed until the outcome of its commit is known; in a lane, numbers are gapless and number order is commit order:
 * <table>
 * <caption>The life of a lane</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>a crash here costs</th></tr>
 * <tr><td>free</td><td>borrowed by a transaction</td><td>borrowed</td><td>nothing</td></tr>
 * <tr><td>borrowed</td><td>commit succeeded</td><td>free, advanced</td><td>nothing: the rows are or are not there</td></tr>
 * <tr><td>borrowed</td><td>rolled back, commit not tried</td><td>free, as before</td><td>nothing</td></tr>
 * <tr><td>borrowed</td><td>outcome unknown</td><td>retired</td><td>nothing: no number follows</td></tr>
 * </table>
 * If no lane is free another one is opened. The primary key (lane, number) refuses a number that is used twice,
 * whatever went wrong. The idea of many small chains is Oracle's (blockchain tables).
 */
public final class Lanes {
    private static final int RANDOM_BITS = 22;

    private final Clock clock;
    private final RandomGenerator random;
    private final Deque<Lane> free = new ConcurrentLinkedDeque<>();
    private final Map<Long, Lane> alive = new ConcurrentHashMap<>();

    /**
     * Takes the time of opening from the clock, and salts from the generator, which must be thread-safe and unpredictable.
     *
     * @param clock the clock
     * @param random the source of randomness
     */
    public Lanes(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** {@return a lane for one transaction} */
    public LaneLease borrow() {
        Lane lane = free.pollFirst();
        return new LaneLease(this, lane == null ? open() : lane);
    }

    private Lane open() {
        while (true) {
            // Milliseconds first, so that the lanes of one process stand together in the index.
            long id = clock.millis() << RANDOM_BITS | random.nextLong() >>> (Long.SIZE - RANDOM_BITS);
            Lane lane = new Lane(id, random);
            if (alive.putIfAbsent(id, lane) == null) {
                return lane;
            }
        }
    }

    void release(Lane lane) {
        free.addFirst(lane);
    }

    void retire(Lane lane) {
        alive.remove(lane.id());
    }

    /** The heads of the lanes in use, by lane: what is known to be committed. */
    Map<Long, Head> heads() {
        Map<Long, Head> heads = new HashMap<>();
        alive.forEach((id, lane) -> heads.put(id, lane.head()));
        return heads;
    }
}
