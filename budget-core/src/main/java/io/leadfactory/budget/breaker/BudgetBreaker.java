package io.leadfactory.budget.breaker;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import io.leadfactory.budget.alert.Alerts;
import io.leadfactory.budget.alert.BreakerState;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.Window;
import io.leadfactory.budget.reserve.Attention;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Drives one Failsafe breaker by what happens to a budget. Thread-safe.
 *
 * <p>It opens when the status is STOP, and when a spend is refused while the status is WARNING; a spend that is too large
 * for a budget in state OK is its caller's affair and stops nobody else. It becomes half-open when a new period begins
 * or money comes back, seen as an exposure below the one at which it tripped, and closes with the first reservation that
 * is granted then.
 *
 * <p>A Failsafe breaker that is opened by hand waits for its one fixed delay, and it cannot be told an end. So it is
 * tripped by a failure of its own kind, whose delay function says how long this period still lasts: then the breaker
 * finds its way to half-open alone, with no thread of ours, also when nobody asks the engine any more because every call
 * stops at the breaker. Only when a probing call holds the one permit is it opened by hand, for a minute.
 *
 * <p>Most signs change nothing and are passed over by reading two fields. For the others a lock is taken and the account
 * is read again, so that a sign that comes late cannot undo a newer one. Listeners are told outside the lock.
 */
final class BudgetBreaker {
    /** What was seen. */
    enum Sign {
        GRANTED,
        REFUSED,
        SEEN
    }

    private static final Duration PROBE_DELAY = Duration.ofMinutes(1);
    private static final Window BEFORE_ALL = new Window(Period.total(), Instant.MIN, null);
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final String BY_FAILSAFE = "a call through the breaker, or its delay, decided";

    /** In which period it opened, and how much room there was; below zero after an overrun. */
    private record Trip(Window window, long room) {}

    private final Alerts alerts;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<BudgetEvent> untold = new ConcurrentLinkedQueue<>();
    private volatile Budget definition;
    private volatile @Nullable CircuitBreaker<Object> made;
    private volatile @Nullable Attention attention;
    private volatile @Nullable Trip trip;
    private volatile Instant newest = Instant.MIN;
    private String reason = BY_FAILSAFE; // only for who holds the lock

    BudgetBreaker(Budget budget, Alerts alerts, Clock clock) {
        this.definition = budget;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Made when somebody asks for it, or when it is to open: most budgets never need it. */
    CircuitBreaker<Object> failsafe() {
        CircuitBreaker<Object> found = made;
        if (found == null) {
            lock.lock();
            try {
                found = made;
                if (found == null) {
                    found = create();
                    made = found;
                }
            } finally {
                lock.unlock();
            }
        }
        return found;
    }

    private CircuitBreaker<Object> create() {
        return CircuitBreaker.builder()
                .handle(TripSignal.class)
                .withFailureThreshold(1)
                .withDelay(PROBE_DELAY)
                .withDelayFn(BudgetBreaker::delay)
                .onOpen(event -> changed(BreakerState.OPEN))
                .onHalfOpen(event -> changed(BreakerState.HALF_OPEN))
                .onClose(event -> changed(BreakerState.CLOSED))
                .build();
    }

    private CircuitBreaker.State state() {
        CircuitBreaker<Object> found = made;
        return found == null ? CircuitBreaker.State.CLOSED : found.getState();
    }

    /** What to set when a closed breaker needs to hear less, and an open or half-open one more. */
    void attend(Attention wanted) {
        attention = wanted;
        attend(state());
    }

    /** Looks again after it is set: another state must not be written over by this one. */
    private void attend(CircuitBreaker.State found) {
        Attention wanted = attention;
        CircuitBreaker.State state = found;
        while (wanted != null) {
            wanted.set(levelIn(state));
            CircuitBreaker.State now = state();
            if (state == now) {
                return;
            }
            state = now;
        }
    }

    private static Attention.Level levelIn(CircuitBreaker.State state) {
        return switch (state) {
            case CLOSED -> Attention.Level.LINES;
            case OPEN -> Attention.Level.ENDS;
            case HALF_OPEN -> Attention.Level.ALL;
        };
    }

    /**
     * From now on for a budget of this definition. With another calendar its periods come neither before nor after the others:
     * what was seen in those counts no more, and the next account that is seen is of a new period.
     */
    void redefine(Budget wanted) {
        lock.lock();
        try {
            boolean sameCalendar =
                    wanted.period().equals(definition.period()) && wanted.zone().equals(definition.zone());
            definition = wanted;
            Trip tripped = trip;
            if (!sameCalendar) {
                newest = Instant.MIN;
                trip = tripped == null ? null : new Trip(BEFORE_ALL, tripped.room());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Holds of a calendar that was replaced may still end, and say nothing of the one that applies. */
    private boolean isOfItsCalendar(Account account) {
        Window window = account.window();
        return definition.windowAt(window.start()).equals(window);
    }

    /**
     * Hears of an account.
     *
     * @param wanted the amount that was refused, in nano-units; zero with another sign
     */
    void note(Account account, Totals totals, Sign sign, long wanted) {
        if (matters(account, totals, sign, wanted)) {
            lock.lock();
            try {
                if (!account.window().start().isBefore(newest) && isOfItsCalendar(account)) {
                    newest = account.window().start();
                    decide(account, fresh(account, totals), sign, wanted);
                    if (state() == CircuitBreaker.State.OPEN) {
                        // What came back while it opened was heard by a closed breaker, which passed it over.
                        decide(account, fresh(account, totals), Sign.SEEN, 0);
                    }
                }
            } finally {
                reason = BY_FAILSAFE;
                lock.unlock();
            }
            tell();
        }
    }

    private boolean matters(Account account, Totals totals, Sign sign, long wanted) {
        return switch (state()) {
            case CLOSED -> isStopped(account, totals, sign, wanted);
            case HALF_OPEN -> sign == Sign.GRANTED || isStopped(account, totals, sign, wanted);
            case OPEN -> {
                Trip tripped = trip;
                // Without a trip of ours somebody opened it by hand, who will want to close it, too.
                yield tripped != null && (isNewer(account.window(), tripped) || room(account, totals) > tripped.room());
            }
        };
    }

    // The money is recorded by now, so a database that fails here must not fail the call: what was seen will have to
    // do.
    private static Totals fresh(Account account, Totals seen) {
        try {
            return account.totals();
        } catch (LedgerException unreadable) {
            return seen;
        }
    }

    private void decide(Account account, Totals fresh, Sign sign, long wanted) {
        CircuitBreaker<Object> failsafe = failsafe();
        Trip tripped = trip;
        boolean stop = isStopped(account, fresh, sign, wanted);
        if (failsafe.isOpen() && tripped != null) {
            boolean renewed = isNewer(account.window(), tripped);
            if (!renewed && room(account, fresh) <= tripped.room()) {
                return;
            }
            if (!renewed && stop) {
                trip = new Trip(tripped.window(), room(account, fresh));
                return;
            }
            reason = renewed ? "a new period began" : "money came back";
            trip = null;
            failsafe.halfOpen();
        }
        if (stop) {
            open(account, fresh, sign);
        } else if (failsafe.isHalfOpen() && sign == Sign.GRANTED) {
            reason = "a reservation was granted";
            failsafe.close();
        }
    }

    private void open(Account account, Totals totals, Sign sign) {
        CircuitBreaker<Object> failsafe = failsafe();
        Window window = account.window();
        Budget budget = account.budget();
        Duration delay =
                window.end().map(end -> Duration.between(clock.instant(), end)).orElse(NEVER);
        if (delay.isNegative() || delay.isZero() || failsafe.isOpen()) {
            return;
        }
        String exposure = budget.format(NanoUnits.toDecimal(totals.exposure()));
        String line = budget.format(NanoUnits.toDecimal(budget.stopUnits()));
        reason = budget.statusOf(totals.exposure()) == BudgetStatus.STOP
                ? "%s spent and held, stop line %s".formatted(exposure, line)
                : "a spend was %s with %s spent and held, stop line %s"
                        .formatted(sign == Sign.REFUSED ? "refused" : "seen", exposure, line);
        trip = new Trip(window, room(account, totals));
        try {
            Failsafe.with(failsafe).run(() -> {
                throw new TripSignal(delay);
            });
        } catch (TripSignal | CircuitBreakerOpenException asMeant) {
            failsafe.open();
        }
    }

    private static boolean isStopped(Account account, Totals totals, Sign sign, long wanted) {
        Budget budget = account.budget();
        BudgetStatus status = budget.statusOf(totals.exposure());
        boolean isRefused = sign == Sign.REFUSED && totals.exposure() > budget.stopUnits() - wanted;
        return status == BudgetStatus.STOP || (isRefused && status == BudgetStatus.WARNING);
    }

    private static long room(Account account, Totals totals) {
        return account.budget().stopUnits() - totals.exposure();
    }

    private static boolean isNewer(Window window, Trip trip) {
        return window.start().isAfter(trip.window().start());
    }

    private static Duration delay(ExecutionContext<Object> context) {
        Throwable last = context.getLastException();
        return last instanceof TripSignal signal ? signal.delay() : PROBE_DELAY;
    }

    private void changed(BreakerState state) {
        attend(CircuitBreaker.State.valueOf(state.name()));
        boolean isOurs = lock.isHeldByCurrentThread();
        if (!isOurs && state == BreakerState.OPEN) {
            trip = null;
        }
        untold.add(new BudgetEvent.BreakerChanged(
                definition.name(), state, isOurs ? reason : BY_FAILSAFE, clock.instant()));
        if (!isOurs) {
            tell();
        }
    }

    private void tell() {
        for (BudgetEvent event = untold.poll(); event != null; event = untold.poll()) {
            alerts.tell(event);
        }
    }
}
