package io.leadfactory.budget.policy;

import io.leadfactory.budget.reserve.Reservation;

/**
 * The ledger refused twice to record how a hold ends. Immutable. It stays held; {@code reservation.close()} sends the same
 * end again.
 *
 * @param reservation what is held
 * @param failure why it is not recorded
 */
public record BudgetUnsettledEvent(Reservation reservation, RuntimeException failure) {}
