package io.leadfactory.audit.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored. Immutable.
 *
 * @param id its identifier, a UUID of version 7 whose time is {@code occurredAt}
 * @param lane the chain that it stands in
 * @param number its position in the lane, from 1 without gaps
 * @param step its place in its transaction, from 0; events of one transaction follow each other in one lane
 * @param occurredAt when it happened, in microseconds; unique and rising within a process, as long as its clock
 *     is not set back by more than a second
 * @param action what was done
 * @param outcome how it ended
 * @param subject to what it was done
 * @param origin who did it, from where and why
 * @param oldValues the values before, by attribute and in the entity's order; empty if there are none
 * @param newValues the values after, by attribute and in the entity's order; empty if there are none
 * @param details what an explicit entry adds, in order
 * @param erased whether the payload was erased: then values, details, and of the origin all but actor and request are empty
 *     because they are gone, not because there were none
 */
public record AuditEvent(
        UUID id,
        long lane,
        long number,
        int step,
        Instant occurredAt,
        String action,
        Outcome outcome,
        Subject subject,
        Origin origin,
        Map<String, @Nullable String> oldValues,
        Map<String, @Nullable String> newValues,
        Map<String, @Nullable String> details,
        boolean erased) {

    /** {@return what all events of one transaction share: the lane and the number of the first of them} */
    public String transactionId() {
        return Long.toUnsignedString(lane, Character.MAX_RADIX) + '-' + (number - step);
    }

    /** {@return who acted} */
    public String actor() {
        return origin.actor();
    }

    /** Identifier, action and subject, without any value. */
    @Override
    public String toString() {
        return action + ' ' + subject + " (" + id + ')';
    }
}
