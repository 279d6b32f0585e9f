package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where accounts live. Thread-safe. Several monitors can share one.
 *
 * <p>What every store promises: holds and spend of an account never pass its stop line, except by an overrun; several
 * accounts are held all or none; a settlement sent again after a {@link LedgerException} is not recorded twice; the totals
 * of an account are the sum of its entries; each line is told by one posting per account and round.
 *
 * <p>There are two ways to spend. Call by call: {@link #hold} and {@link #settle}, of which each is recorded when it returns.
 * Or from a {@link Grant}: room that this process has for itself, and spends without the store. A store that grants nothing is
 * asked call by call for everything.
 */
public interface BudgetStore {
    /**
     * {@return a store in memory: lock-free, gone with the process} There is one process, so it grants each account as a
     * whole. Calls that are held and settled here leave an entry each; what tickets hold and spend from a grant is entered
     * as a sum when the grant is settled. Of each account it keeps the latest entries one by one and the sum of those before
     * as one entry: at least 1024 as long as all of its accounts together keep fewer than 260 000, and at least two in any case;
     * of periods before the last it keeps the sum alone. No account is ever forgotten. When a
     * budget is opened under another definition, the latest applies to all that is spent from then on.
     */
    static BudgetStore inMemory() {
        return new InMemoryStore();
    }

    /**
     * {@return a store in a database, reserving call by call: a conditional update and its entry in one transaction of
     * its own, which is committed when the call returns} Connections are taken from the source and given back; they
     * must not take part in a transaction of the caller's. The tables must be there: see {@link BudgetSchema}.
     *
     * @param dataSource where connections come from
     */
    static BudgetStore jdbc(DataSource dataSource) {
        return new JdbcStore(dataSource);
    }

    /**
     * {@return a store as {@link #jdbc(DataSource)}, with a policy for when the database is down} Close it when no monitor uses it
     * any more.
     *
     * @param dataSource where connections come from
     * @param whenDown what may be spent while the database is down
     */
    static OutageStore jdbc(DataSource dataSource, DownPolicy whenDown) {
        return new OutageStore(new JdbcStore(dataSource), whenDown);
    }

    /**
     * Tells somebody of outages from now on. A store that has none tells nothing.
     *
     * @param listener who is told
     * @return what ends it
     */
    default Runnable listen(OutageListener listener) {
        return () -> {};
    }

    /**
     * Opens the account of a budget in a period, creating it with totals of zero if it is new. The lines of this definition
     * apply to it from now on, in every process; what is spent and held stays, and so does its allowance. A new account gets what
     * is carried over from the one of the latest period before, if both are periods of this budget's calendar.
     *
     * @param budget the budget
     * @param window the period
     * @return the account
     * @throws LedgerException if the ledger cannot be reached, or has no tables
     */
    Account open(Budget budget, Window window);

    /**
     * {@return the account of a budget in a period, if there is one; nothing is created or changed}
     *
     * @param budget the budget
     * @param window the period
     * @throws LedgerException if the ledger cannot be reached
     */
    Optional<Account> find(Budget budget, Window window);

    /**
     * Opens the account that follows one whose period is over, creating it if nobody has: with the definition that applied
     * there, and with what is carried over from it, once. An account that is there already is left as it is.
     *
     * @param over an account whose period is over
     * @param window the period
     * @param at when, kept to the millisecond
     * @return the account
     * @throws LedgerException if the ledger cannot be reached
     */
    Account follow(Account over, Window window, Instant at);

    /**
     * Ends what lasted until now, such as an override. Does nothing before the account is {@linkplain Account#dueMillis()
     * due}; of several who do it at once one does it.
     *
     * @param account the account
     * @param at when, kept to the millisecond
     * @return what the account stands at then
     * @throws LedgerException if the ledger cannot be written
     */
    Posting tend(Account account, Instant at);

    /**
     * Records a change that is neither a hold nor the end of one, in all accounts or in none. The same id again, as after a
     * {@link LedgerException}, is not recorded twice. Nor is the same key again: what had it first stands.
     *
     * @param adjustment the change
     * @param accounts opened in this store, sorted by the name of their budget, each budget once
     * @param at when, kept to the millisecond
     * @return one posting for each account, in the order given; none if the key says that it was recorded before
     * @throws IdempotencyConflictException if the key stands for another change
     * @throws LedgerException if the ledger cannot be written, more would be taken back than was spent, or the amount
     *     would not fit the account
     */
    List<Posting> adjust(Adjustment adjustment, List<Account> accounts, Instant at);

    /**
     * {@return the change by hand that a key stands for; empty if it stands for nothing, or has expired} For who was told by {@link
     * #adjust} that it was recorded before, and needs to know as what. A store that does not override this knows of none.
     *
     * @param key the key, with what is asked for
     * @param accounts of the budgets that are asked, opened in this store, in whichever period
     * @param at when, kept to the millisecond
     * @throws IdempotencyConflictException if the key stands for another request
     * @throws LedgerException if the ledger cannot be read
     */
    default Optional<KeyedChange> recorded(RequestKey key, List<Account> accounts, Instant at) {
        return Optional.empty();
    }

    /**
     * {@return the room of an account that this process may spend alone; empty if it must ask call by call}
     *
     * @param account opened in this store
     */
    Optional<Grant> grant(Account account);

    /**
     * Sets an amount aside in all accounts, or in none. With a key that was granted before, and has not expired, it is not
     * recorded again: the hold of that time is the answer, whoever asked for it and whatever has become of it. Of several that
     * ask with one key at once, one is granted. A hold that is not granted leaves its key free. Key and hold are recorded
     * together.
     *
     * @param request the amount
     * @param accounts opened in this store, sorted by the name of their budget, each budget once
     * @return one posting for each account, or why nothing is held
     * @throws IdempotencyConflictException if the key stands for another request
     * @throws LedgerException if the ledger cannot be written
     */
    HoldResult hold(HoldRequest request, List<Account> accounts);

    /**
     * Sets an amount aside in all accounts, or in none, without a key.
     *
     * @param reservation a new id
     * @param accounts opened in this store, sorted by the name of their budget, each budget once
     * @param units the amount, positive, in nano-units
     * @param at when, kept to the millisecond
     * @return one posting for each account, or the account that had too little room
     * @throws LedgerException if the ledger cannot be written
     */
    default HoldResult hold(ReservationId reservation, List<Account> accounts, long units, Instant at) {
        return hold(new HoldRequest(reservation, units, at, null), accounts);
    }

    /**
     * Ends a hold in all its accounts; to be sent once, and again only after a {@link LedgerException}. A hold that was made
     * with a key may have several owners: it ends once, as the first of them says.
     *
     * @param settlement how it ends
     * @param accounts as they were given to {@link #hold}
     * @param at when, kept to the millisecond
     * @return one posting for each account, in the order given
     * @throws LedgerException if the ledger cannot be written, the hold ended in another way before, or the amount
     *     would not fit the account
     */
    List<Posting> settle(Settlement settlement, List<Account> accounts, Instant at);

    /**
     * {@return how a hold that was made with a key ended; empty if it has not}
     *
     * @param reservation whose hold it is, as it was told by {@link #hold}
     * @param accounts where it is held
     * @throws LedgerException if the ledger cannot be read
     */
    Optional<Settlement> ended(ReservationId reservation, List<Account> accounts);

    /**
     * {@return what an account will be when what ends by then has ended, if nothing else happens} Records nothing.
     *
     * @param account the account
     * @param at when
     * @throws LedgerException if the ledger cannot be read
     */
    Outlook foresee(Account account, Instant at);

    /**
     * {@return the entries of an account, oldest first; of a grant up to its last settlement}
     *
     * @param account the account
     * @throws LedgerException if the ledger cannot be read
     */
    List<Entry> entries(Account account);

    /**
     * {@return the next entries of an account, in the order of {@link #entries(Account)}, so that a ledger of any length can be
     * read page by page} While the period lasts, an entry that is recorded late, with an earlier instant than those already read,
     * may lie on a page that was read before; in memory what was brought forward in the meantime is passed over.
     *
     * @param account the account
     * @param afterOrNull the last entry of the page before; null for the first page
     * @param most how many at most
     * @throws IllegalArgumentException if {@code most} is not positive
     * @throws LedgerException if the ledger cannot be read
     */
    List<Entry> entries(Account account, @Nullable Entry afterOrNull, int most);

    /**
     * Adds up the entries of each account that a budget ever had, beside its totals. In memory the totals say how much room is
     * missing, and the entries what calls and tickets did, which share no counter. It waits for a moment in which no
     * operation is half way; under unbroken load it may not find one.
     *
     * @param budget the budget, with the lines that apply
     * @return one result for each account
     * @throws LedgerException if the ledger cannot be read
     */
    List<LedgerCheck> check(String budget);

    /**
     * {@return the names of budgets that ever had an account and begin like this, in alphabetical order}
     *
     * @param prefix what they begin with
     * @throws LedgerException if the ledger cannot be read
     */
    List<String> budgets(String prefix);

    /** {@return the lines that are recorded as reached and not as told; empty if they are gone with the process anyway} */
    default Optional<AlertOutbox> outbox() {
        return Optional.empty();
    }
}
