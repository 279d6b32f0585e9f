package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.SealedEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns that most events leave empty. A statement names only those that one of its events fills: what is not sent
 * is neither bound, nor parsed, nor checked. Which ones these are is the shape of the statement, a bit for each column.
 */
final class OptionalTexts {
    private static final List<String> NAMES = List.of(
            "on_behalf_of",
            "ip",
            "user_agent",
            "request_id",
            "reason",
            "attributes",
            "details",
            "old_values",
            "new_values",
            "key_id");

    /** How many shapes there are. */
    static final int SHAPES = 1 << NAMES.size();

    private OptionalTexts() {}

    static String name(int column) {
        return NAMES.get(column);
    }

    static @Nullable String text(SealedEvent event, int column) {
        return switch (column) {
            case 0 -> event.draft().onBehalfOf();
            case 1 -> event.draft().ip();
            case 2 -> event.draft().userAgent();
            case 3 -> event.draft().requestId();
            case 4 -> event.draft().reason();
            case 5 -> event.draft().attributes();
            case 6 -> event.draft().details();
            case 7 -> event.draft().oldValues();
            case 8 -> event.draft().newValues();
            case 9 -> event.place().keyId();
            default -> throw new IllegalArgumentException("no optional column " + column);
        };
    }

    /** The columns that at least one of the events fills. */
    static int shape(List<SealedEvent> events) {
        int shape = 0;
        for (SealedEvent event : events) {
            for (int column = 0; column < NAMES.size(); column++) {
                if (!isIn(shape, column) && text(event, column) != null) {
                    shape |= 1 << column;
                }
            }
        }
        return shape;
    }

    /** The columns of a shape, in order. */
    static int[] columns(int shape) {
        return IntStream.range(0, NAMES.size())
                .filter(column -> isIn(shape, column))
                .toArray();
    }

    private static boolean isIn(int shape, int column) {
        return (shape & 1 << column) != 0;
    }
}
