package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent while the database of a ledger is down. Immutable; amounts apply to each account, which is a budget in a
 * period.
 *
 * <table>
 * <caption>What each costs</caption>
 * <tr><th></th><th>while it is down</th><th>can the limit be passed?</th><th>if the process dies meanwhile</th></tr>
 * <tr><td>{@link #closed()}</td><td>nothing is granted</td><td>no</td><td>nothing is lost</td></tr>
 * <tr><td>{@link #openUpTo}</td><td>up to the cap, and never more than was free when the ledger was seen last</td>
 * <td>by the cap times the number of processes, in each outage</td><td>what it had spent is unknown to the ledger</td></tr>
 * <tr><td>{@link #emergency}</td><td>up to what was set aside beforehand, which nobody else can spend</td><td>no</td>
 * <td>what was set aside stays counted, until somebody says what became of it</td></tr>
 * </table>
 *
 * <p>Whoever knows what a process that died had spent of its emergency reserve ends it by hand. It is the {@link
 * Entry.Kind#EMERGENCY} entry without an end whose note names the process:
 *
 * <pre>{@code
 * store.settle(new Settlement(Entry.Kind.COMMIT, entry.reservation(), entry.heldUnits(), spentUnits), List.of(account), now);
 * }</pre>
 *
 * <p>or {@code RELEASE} with zero, if it had spent nothing.
 */
public final class DownPolicy {
    /** What is granted. */
    enum Mode {
        CLOSED,
        OPEN,
        EMERGENCY
    }

    private static final int MOST_WAITING = 10_000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Mode mode;
    private final long units;
    private final Map<String, Long> exceptions;
    private final int mostWaiting;
    private final Duration longestPause;
    private final @Nullable String process;

    private DownPolicy(
            Mode mode,
            long units,
            Map<String, Long> exceptions,
            int mostWaiting,
            Duration longestPause,
            @Nullable String process) {
        this.mode = mode;
        this.units = units;
        this.exceptions = exceptions;
        this.mostWaiting = mostWaiting;
        this.longestPause = longestPause;
        this.process = process;
    }

    private static DownPolicy of(Mode mode, long units) {
        return new DownPolicy(mode, units, Map.of(), MOST_WAITING, LONGEST_PAUSE, null);
    }

    /** {@return nothing is granted, and holds cannot end, until the database is back} */
    public static DownPolicy closed() {
        return of(Mode.CLOSED, 0);
    }

    /**
     * {@return in each outage and of each account up to a cap is granted, and recorded afterwards}
     *
     * @param cap the cap, in currency units
     * @throws IllegalArgumentException if it is null, zero, negative, finer than nine decimals or too large
     */
    public static DownPolicy openUpTo(BigDecimal cap) {
        return of(Mode.OPEN, NanoUnits.positive("cap", cap));
    }

    /**
     * {@return as {@link #openUpTo(BigDecimal)}}
     *
     * @param cap the cap, in currency units
     * @throws IllegalArgumentException if it is null, no number, zero, negative, finer than nine decimals or too large
     */
    public static DownPolicy openUpTo(String cap) {
        return openUpTo(NanoUnits.parse("cap", cap));
    }

    /**
     * {@return of each account this process sets an amount aside while the database is up, and grants that while it is down}
     * What is set aside counts as held. An account with less room than that has no reserve.
     *
     * @param reserve the amount, in currency units
     * @throws IllegalArgumentException if it is null, zero, negative, finer than nine decimals or too large
     */
    public static DownPolicy emergency(BigDecimal reserve) {
        return of(Mode.EMERGENCY, NanoUnits.positive("reserve", reserve));
    }

    /**
     * {@return as {@link #emergency(BigDecimal)}}
     *
     * @param reserve the amount, in currency units
     * @throws IllegalArgumentException if it is null, no number, zero, negative, finer than nine decimals or too large
     */
    public static DownPolicy emergency(String reserve) {
        return emergency(NanoUnits.parse("reserve", reserve));
    }

    /**
     * {@return the same with another amount for one budget}
     *
     * @param budget the name of the budget
     * @param amount its cap or reserve, in currency units; zero for none
     * @throws IllegalArgumentException if a value is null, or the amount is negative, finer than nine decimals or too large, or
     *     the policy is {@link #closed()}
     */
    public DownPolicy forBudget(String budget, BigDecimal amount) {
        if (budget == null) {
            throw new IllegalArgumentException("budget must not be null");
        }
        if (mode == Mode.CLOSED) {
            throw new IllegalArgumentException(
                    "a closed policy grants nothing: use openUpTo(..) or emergency(..) to give budget \"%s\" an amount"
                            .formatted(budget));
        }
        Map<String, Long> more = new HashMap<>(exceptions);
        more.put(budget, NanoUnits.notNegative("amount", amount));
        return new DownPolicy(mode, units, Map.copyOf(more), mostWaiting, longestPause, process);
    }

    /**
     * {@return the same with another bound on what waits for the database: the ends of holds from before the outage, and
     * the reservations of an outage that are open} By default 10 000 of each. When it is reached, a hold cannot end until the
     * database is back, and no more reservations are granted: both throw a {@link LedgerException}.
     *
     * @param most how many, at least 1
     * @throws IllegalArgumentException if it is less
     */
    public DownPolicy waiting(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1: " + most);
        }
        return new DownPolicy(mode, units, exceptions, most, longestPause, process);
    }

    /**
     * {@return the same with another longest pause between two looks whether the database is back} By default 5 seconds. The first
     * look is at once; the pauses grow from 50 milliseconds, each shortened at random by up to a half, so that processes do not
     * come back at the same moment.
     *
     * @param longest the longest pause, at least a millisecond
     * @throws IllegalArgumentException if it is null or less
     */
    public DownPolicy probing(Duration longest) {
        if (longest == null || longest.toMillis() < 1) {
            throw new IllegalArgumentException("longest must be at least a millisecond: " + longest);
        }
        return new DownPolicy(mode, units, exceptions, mostWaiting, longest, process);
    }

    /**
     * {@return the same with a name for this process, which the notes of its entries give as their author} By default a random
     * one.
     *
     * @param name 1 to 100 characters
     * @throws IllegalArgumentException if it is null, blank or longer
     */
    public DownPolicy process(String name) {
        return new DownPolicy(
                mode, units, exceptions, mostWaiting, longestPause, new Note(name, "names a process").author());
    }

    Mode mode() {
        return mode;
    }

    long units(String budget) {
        return exceptions.getOrDefault(budget, units);
    }

    int mostWaiting() {
        return mostWaiting;
    }

    Duration longestPause() {
        return longestPause;
    }

    @Nullable
    String processOrNull() {
        return process;
    }

    @Override
    public String toString() {
        return switch (mode) {
            case CLOSED -> "closed";
            case OPEN -> "open up to " + NanoUnits.toDecimal(units).toPlainString();
            case EMERGENCY ->
                "emergency reserve of " + NanoUnits.toDecimal(units).toPlainString();
        };
    }
}
