package io.leadfactory.audit.query;

import io.leadfactory.audit.event.AuditEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the events of a transaction stand together. Immutable.
 *
 * @param lane their lane
 * @param first the number of the first of them
 */
record TransactionPlace(long lane, long first) {
    private static final Pattern ID = Pattern.compile("([0-9a-z]{1,13})-([1-9][0-9]{0,18})");

    static TransactionPlace parse(String transactionId) {
        Matcher parts = ID.matcher(transactionId);
        try {
            if (parts.matches()) {
                return new TransactionPlace(
                        Long.parseUnsignedLong(parts.group(1), Character.MAX_RADIX), Long.parseLong(parts.group(2)));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(message(transactionId), e);
        }
        throw new IllegalArgumentException(message(transactionId));
    }

    private static String message(String transactionId) {
        return "transaction id must be one that an event names: \"" + transactionId + '"';
    }

    boolean has(AuditEvent event) {
        return event.lane() == lane && event.number() - event.step() == first;
    }
}
