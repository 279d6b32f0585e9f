package io.leadfactory.budget.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.plan.Budget;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryStoreTest extends BudgetStoreContract {
    @Override
    BudgetStore create() {
        return BudgetStore.inMemory();
    }

    @Override
    int overflowRounds() {
        return 300;
    }

    @Test
    void entries_manyMoreThanAreKept_beginWithTheSumOfTheRest() {
        Account account = open(openai());
        for (int i = 0; i < 5_000; i++) {
            ReservationId reservation = held(account, 10);
            settle(account, new Settlement(Entry.Kind.RELEASE, reservation, 10, 0));
        }

        List<Entry> entries = store().entries(account);

        assertThat(entries).hasSizeBetween(1_024, 2_048);
        assertThat(entries.get(0).kind()).isEqualTo(Entry.Kind.BROUGHT_FORWARD);
        assertThat(Totals.fold(entries)).isEqualTo(account.totals());
    }

    @Test
    void entries_ofManyBusyAccounts_areFewerForThoseThatComeLater() {
        int accounts = 400;
        Account last = open(openai());
        for (int i = 0; i < accounts; i++) {
            Budget budget = Budget.named("busy" + i).limit("100").build();
            last = store().open(budget, budget.windowAt(Instant.EPOCH));
            for (int spend = 0; spend < 1_000; spend++) {
                settle(last, new Settlement(Entry.Kind.RELEASE, held(last, 10), 10, 0));
            }
        }
        long kept = store().budgets("busy").stream()
                .map(name -> Budget.named(name).limit("100").build())
                .mapToLong(budget -> store().entries(store().open(budget, budget.windowAt(Instant.EPOCH)))
                        .size())
                .sum();

        assertThat(kept).isBetween(100_000L, (1L << 18) + 5L * accounts);
        assertThat(store().entries(last)).hasSizeBetween(2, 5);
        assertThat(Totals.fold(store().entries(last))).isEqualTo(last.totals());
    }

    @Test
    void settle_twoOwnersLongAfterTheKeyExpired_endsOnce() {
        Account account = open(openai());
        Instant now = account.window().start();
        ReservationId reservation = id();
        store().hold(
                        new HoldRequest(
                                reservation, 100, now, RequestKey.of("order-17", now.plusSeconds(60), List.of("100"))),
                        List.of(account));
        for (int i = 0; i < 40; i++) {
            RequestKey other = RequestKey.of("later-" + i, now.plusSeconds(600), List.of("1"));
            store().hold(new HoldRequest(id(), 1, now.plusSeconds(300), other), List.of(account));
        }

        settle(account, new Settlement(Entry.Kind.COMMIT, reservation, 100, 100));
        assertThatThrownBy(() -> settle(account, new Settlement(Entry.Kind.RELEASE, reservation, 100, 0)))
                .isInstanceOf(LedgerException.class);

        assertThat(account.totals()).isEqualTo(new Totals(100, 40));
    }

    @Test
    void open_twoPeriodsOn_keepsOnlyTheSumOfTheOldOne() {
        Account old = open(openai());
        held(old, 100);
        for (int day = 1; day <= 2; day++) {
            Instant later = old.window().start().plusSeconds(86_400L * day);
            store().open(openai(), openai().windowAt(later));
        }

        assertThat(store().entries(old))
                .singleElement()
                .matches(entry -> entry.kind() == Entry.Kind.BROUGHT_FORWARD && entry.heldUnits() == 100);
        assertThat(old.totals()).isEqualTo(new Totals(0, 100));
    }
}
