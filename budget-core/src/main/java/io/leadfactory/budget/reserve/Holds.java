package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.HoldRequest;
import io.leadfactory.budget.ledger.HoldResult;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.RequestKey;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Holds an amount in all of its accounts or in none, call by call, and ends what was held. Thread-safe. */
final class Holds {
    private final Set<Reservation> mortal = ConcurrentHashMap.newKeySet();
    private final ReserveEngine engine;
    private final BudgetStore store;
    private final Clock clock;
    private final ReserveObserver observer;
    private final ReservationTerms terms;

    Holds(ReserveEngine engine, BudgetStore store, Clock clock, ReserveObserver observer, ReservationTerms terms) {
        this.engine = engine;
        this.store = store;
        this.clock = clock;
        this.observer = observer;
        this.terms = terms;
    }

    Decision tryReserve(List<CurrentAccount> covering, long units, @Nullable RequestKey key, boolean uncharged) {
        long now = clock.millis();
        List<Account> held = accountsAt(covering, now);
        HoldResult result = hold(covering, held, units, now, key);
        if (result instanceof HoldResult.Lacking && engine.expire()) {
            result = hold(covering, held, units, now, key);
        }
        if (result instanceof HoldResult.Lacking lacking) {
            return refuse(units, held, lacking);
        }
        if (result instanceof HoldResult.Repeated repeated) {
            return repeat(repeated, uncharged, now);
        }
        HoldResult.Held granted = (HoldResult.Held) result;
        Reservation reservation = reservation(granted.reservation(), units, held, now, key != null, uncharged);
        for (Posting posting : granted.postings()) {
            observer.granted(posting);
            if (uncharged) {
                observer.passedUnpriced(posting, granted.reservation());
            }
        }
        return new Decision.Granted(reservation);
    }

    private Decision repeat(HoldResult.Repeated before, boolean uncharged, long now) {
        Reservation reservation = reservation(
                before.reservation(),
                before.units(),
                before.accounts(),
                before.at().toEpochMilli(),
                true,
                uncharged);
        if (before.endedOrNull() != null) {
            reservation.found(before.endedOrNull());
        } else if (reservation.isOver(now)) {
            reservation.close();
        }
        return new Decision.Repeated(reservation, before.at());
    }

    /** Of a hold that was made with a key there is one object at a time, whoever asks. */
    private Reservation reservation(
            ReservationId id, long units, List<Account> held, long since, boolean keyed, boolean uncharged) {
        long deadline = terms.timeToLiveMillis() == 0 ? Long.MAX_VALUE : since + terms.timeToLiveMillis();
        Reservation fresh =
                new Reservation(engine, id, units, held, deadline < 0 ? Long.MAX_VALUE : deadline, keyed, uncharged);
        Reservation reservation = keyed ? engine.keys().shared(id, fresh) : fresh;
        if (terms.timeToLiveMillis() != 0 && reservation == fresh) {
            mortal.add(reservation);
        }
        return reservation;
    }

    private static List<Account> accountsAt(List<CurrentAccount> budgets, long now) {
        if (budgets.size() == 1) {
            return List.of(budgets.get(0).at(now));
        }
        List<Account> accounts = new ArrayList<>(budgets.size());
        for (CurrentAccount each : budgets) {
            accounts.add(each.at(now));
        }
        return accounts;
    }

    private HoldResult hold(
            List<CurrentAccount> covering, List<Account> held, long units, long now, @Nullable RequestKey key) {
        HoldRequest request = new HoldRequest(engine.nextId(), units, Instant.ofEpochMilli(now), key);
        HoldResult result = store.hold(request, held);
        // Another process knows of an override that is over, of which this one has not heard.
        while (result instanceof HoldResult.Due due) {
            covering.get(held.indexOf(due.account())).tend(due.account(), now);
            result = store.hold(request, held);
        }
        return result;
    }

    private Decision refuse(long units, List<Account> asked, HoldResult.Lacking lacking) {
        Account refusing = lacking.account();
        // Those before it had been held for a moment, which others may have seen.
        asked.subList(0, asked.indexOf(refusing)).forEach(engine::look);
        observer.refused(refusing, lacking.totals(), units);
        return refusal(refusing, lacking.totals(), NanoUnits.toDecimal(units));
    }

    static Decision.Refused refusal(Account refusing, Totals totals, BigDecimal amount) {
        Budget budget = refusing.budget();
        long left = Math.max(0, budget.stopUnits() - totals.exposure());
        return new Decision.Refused(budget, refusing.window(), amount, NanoUnits.toDecimal(left));
    }

    /** The reservation is told that it is recorded before anybody else is. */
    void settle(Reservation reservation, Settlement settlement) {
        List<Posting> postings = store.settle(settlement, reservation.accounts(), Instant.ofEpochMilli(clock.millis()));
        reservation.recorded(settlement);
        forget(reservation);
        for (Posting posting : postings) {
            observer.settled(posting, settlement);
        }
    }

    void forget(Reservation reservation) {
        // Looking for one that cannot be there would cost the first hash of an object.
        if (terms.timeToLiveMillis() != 0) {
            mortal.remove(reservation);
        }
    }

    /** Ends what has lived too long. */
    void expire() {
        long now = clock.millis();
        for (Reservation reservation : mortal) {
            if (reservation.isOver(now)) {
                reservation.close();
            }
        }
    }
}
