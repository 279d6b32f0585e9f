package io.leadfactory.budget.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An amount that is to be set aside. Immutable.
 *
 * @param reservation a new id
 * @param units the amount, positive, in nano-units
 * @param at when, kept to the millisecond
 * @param keyOrNull the name of the request, so that it is done once; null if it has none
 */
public record HoldRequest(
        ReservationId reservation,
        long units,
        Instant at,
        @Nullable RequestKey keyOrNull) {}
