package io.leadfactory.budget.policy;

import io.leadfactory.budget.reserve.Reservation;
import org.jspecify.annotations.Nullable;

/** A hold with an entry of its own in the ledger. Thread-safe. */
final class ReservedHold extends Hold {
    private final Reservation reservation;

    ReservedHold(Reservation reservation) {
        this.reservation = reservation;
    }

    @Override
    long units() {
        return reservation.nanoUnits();
    }

    @Override
    Reservation reservation() {
        return reservation;
    }

    @Override
    @Nullable
    RuntimeException settle(Ending ending) {
        return ending.settle(reservation);
    }

    @Override
    @Nullable
    RuntimeException charge() {
        return settle(Ending.charge());
    }
}
