package io.leadfactory.budget.ledger;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * Names a reservation, in every process that shares a ledger. Immutable. Written as {@code 9f86d081884c7d65-42}.
 *
 * @param engine drawn at random by each engine when it starts
 * @param number counted by that engine
 */
public record ReservationId(long engine, long number) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** {@return an id of what no engine asked for} */
    static ReservationId random() {
        return new ReservationId(RANDOM.nextLong(), RANDOM.nextLong(Long.MAX_VALUE));
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @param text the text
     * @return the id
     * @throws IllegalArgumentException if the text is something else
     */
    public static ReservationId parse(String text) {
        int dash = text.indexOf('-');
        try {
            return new ReservationId(
                    Long.parseUnsignedLong(text.substring(0, Math.max(dash, 0)), 16),
                    Long.parseLong(text.substring(dash + 1)));
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "a reservation id must look like 9f86d081884c7d65-42: \"%s\"".formatted(text), malformed);
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%016x-%d", engine, number);
    }
}
