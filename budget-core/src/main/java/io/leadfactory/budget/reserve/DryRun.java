package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a try to reserve would be answered at this moment; nothing is held. Immutable. By the time that somebody reserves it may
 * be another: only a reservation is a promise.
 *
 * @param wanted the amount that would be held
 * @param rooms what the budgets say that would hold it, by their names
 */
public record DryRun(BigDecimal wanted, List<Room> rooms) {
    /**
     * What one budget says.
     *
     * @param budget the budget, with the limit and the lines that apply now
     * @param window the period
     * @param left what can still be reserved in it
     * @param isEnough whether the amount fits
     */
    public record Room(Budget budget, Window window, BigDecimal left, boolean isEnough) {}

    /** Keeps a copy. */
    public DryRun {
        rooms = List.copyOf(rooms);
    }

    /** {@return whether it would be granted} */
    public boolean isGranted() {
        return rooms.stream().allMatch(Room::isEnough);
    }

    /** {@return the names of the budgets that would hold it, in alphabetical order} */
    public List<String> budgets() {
        return rooms.stream().map(room -> room.budget().name()).toList();
    }

    /** {@return what each budget that has too little room would say, by their names; empty if it would be granted} */
    public List<Decision.Refused> refusals() {
        return rooms.stream()
                .filter(room -> !room.isEnough())
                .map(room -> new Decision.Refused(room.budget(), room.window(), wanted, room.left()))
                .toList();
    }

    /** {@return why it would be refused, as {@link Decision#refusal}; empty if it would be granted} */
    public Optional<Decision.Refused> refusal() {
        return refusals().stream().findFirst();
    }

    /**
     * {@return from when all budgets together may have room again, holds that are released earlier aside: the last of {@link
     * Decision.Refused#againFrom}} Empty if it would be granted now, or if one of them never has that much room again.
     */
    public Optional<Instant> againFrom() {
        List<Optional<Instant>> ends =
                refusals().stream().map(Decision.Refused::againFrom).toList();
        return ends.stream().allMatch(Optional::isPresent)
                ? ends.stream().flatMap(Optional::stream).max(Instant::compareTo)
                : Optional.empty();
    }

    /** {@return the answer in a sentence} */
    public String message() {
        return refusal()
                .map(Decision.Refused::message)
                .orElseGet(() -> "%s would be reserved from budgets %s".formatted(wanted.toPlainString(), budgets()));
    }
}
