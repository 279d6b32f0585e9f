package io.leadfactory.audit.record;

import io.leadfactory.audit.event.AuditWriteException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Times and identifiers of events: microseconds that rise strictly within a process, and the UUID of version 7 (RFC
 * 9562) that carries exactly this time. Thread-safe.
 *
 * <p>The identifier is the time axis of the trail: its first 48 bits are the milliseconds since 1970, the next ten after
 * the version are the microseconds of that millisecond, the rest is random. So one index serves both identity and time. A
 * clock that is set back by at most a second is smoothed by counting on from the last time; beyond that it is believed.
 */
public final class EventIds {
    /** The last time that identifiers can carry and still be in order, in the year 6429; the first is 1970. */
    public static final Instant MAX_TIME = Instant.ofEpochMilli((1L << 47) - 1);

    private static final long SMOOTHED_MICROS = 1_000_000;

    private final Clock clock;
    private final RandomGenerator random;
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    /**
     * Takes time from the clock and random bits from the generator, which must be thread-safe.
     *
     * @param clock the clock
     * @param random the source of randomness
     */
    public EventIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * {@return the next time, in microseconds since 1970}
     *
     * @throws AuditWriteException if the clock says a time that identifiers cannot carry in order
     */
    public long nextMicros() {
        long now = now();
        while (true) {
            long previous = last.get();
            long next = now > previous || previous - now > SMOOTHED_MICROS ? now : previous + 1;
            if (last.compareAndSet(previous, next)) {
                return next;
            }
        }
    }

    private long now() {
        Instant now = clock.instant();
        if (now.isBefore(Instant.EPOCH) || now.isAfter(MAX_TIME)) {
            throw new AuditWriteException("cannot make an event at " + now + ": its time must be between "
                    + Instant.EPOCH + " and " + MAX_TIME + "; set the clock right");
        }
        return micros(now);
    }

    /**
     * {@return a new identifier for this time}
     *
     * @param micros microseconds since 1970
     */
    public UUID id(long micros) {
        long high = lowerBound(micros).getMostSignificantBits();
        long bits = random.nextLong();
        return new UUID(high, bits >>> 2 | 0x8000_0000_0000_0000L);
    }

    /**
     * {@return the smallest identifier that an event at this time can have}
     *
     * @param micros microseconds since 1970
     */
    public static UUID lowerBound(long micros) {
        long millis = Math.floorDiv(micros, 1000L);
        long microsOfMilli = Math.floorMod(micros, 1000L);
        return new UUID(millis << 16 | 0x7000L | microsOfMilli << 2, 0x8000_0000_0000_0000L);
    }

    /**
     * {@return the time that an identifier carries, in microseconds since 1970}
     *
     * @param id an identifier of an event, or a lower bound
     */
    public static long micros(UUID id) {
        long high = id.getMostSignificantBits();
        return Math.addExact(Math.multiplyExact(high >>> 16, 1000L), high >>> 2 & 0x3ff);
    }

    /**
     * {@return microseconds since 1970, the rest cut off}
     *
     * @param instant the time
     */
    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000L);
    }

    /**
     * {@return the instant of these microseconds since 1970}
     *
     * @param micros microseconds since 1970
     */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
    }
}
