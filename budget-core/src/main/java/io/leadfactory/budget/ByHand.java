package io.leadfactory.budget;

import static io.leadfactory.budget.BudgetMonitor.given;

import io.leadfactory.budget.ledger.Adjustment;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.RequestKey;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.reserve.LimitOverride;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.ReserveEngine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people change in accounts: checks what is asked for, and does it once for the same key. Thread-safe. */
final class ByHand {
    private final ReserveEngine engine;

    ByHand(ReserveEngine engine) {
        this.engine = engine;
    }

    Balance refund(String budget, BigDecimal amount, @Nullable String keyOrNull) {
        long units = NanoUnits.positive("refund", amount);
        RequestKey key = key(keyOrNull, Entry.Kind.REFUND, budget, units, null);
        return engine.adjust(budget, id -> new Adjustment(Entry.Kind.REFUND, id, units, null, null, key));
    }

    void refund(Reservation reservation, BigDecimal amount, @Nullable String keyOrNull) {
        String target = "reservation " + given("reservation", reservation).id();
        long units = NanoUnits.positive("refund", amount);
        RequestKey key = key(keyOrNull, Entry.Kind.REFUND, target, units, null);
        engine.adjust(reservation, id -> new Adjustment(Entry.Kind.REFUND, id, units, null, null, key));
    }

    Balance adjust(String budget, BigDecimal change, Note note, @Nullable String keyOrNull) {
        long units = NanoUnits.of("change", change);
        if (units == 0) {
            throw new IllegalArgumentException("change must not be zero");
        }
        RequestKey key = key(keyOrNull, Entry.Kind.ADJUSTMENT, budget, units, given("note", note));
        return engine.adjust(budget, id -> new Adjustment(Entry.Kind.ADJUSTMENT, id, units, null, note, key));
    }

    Balance credit(String budget, BigDecimal amount, Note note, @Nullable String keyOrNull) {
        long units = NanoUnits.positive("credit", amount);
        RequestKey key = key(keyOrNull, Entry.Kind.CREDIT, budget, units, given("note", note));
        return engine.adjust(budget, id -> new Adjustment(Entry.Kind.CREDIT, id, units, null, note, key));
    }

    LimitOverride override(String budget, BigDecimal amount, Instant until, Note note, @Nullable String keyOrNull) {
        long units = NanoUnits.positive("override", amount);
        given("until", until);
        RequestKey key = key(
                keyOrNull,
                Entry.Kind.OVERRIDE,
                budget,
                units,
                given("note", note),
                Long.toString(until.toEpochMilli()));
        return engine.override(budget, units, until, note, key);
    }

    /** The parts of the payload are as many for each kind, which comes first, so that none can pass for another. */
    private @Nullable RequestKey key(
            @Nullable String text, Entry.Kind kind, String target, long units, @Nullable Note note, String... further) {
        if (text == null) {
            return null;
        }
        List<String> payload = new ArrayList<>(List.of(
                kind.name(),
                given("budget", target),
                Long.toString(units),
                note == null ? "" : note.author(),
                note == null ? "" : note.reason()));
        payload.addAll(List.of(further));
        return engine.keys().of(text, payload);
    }
}
