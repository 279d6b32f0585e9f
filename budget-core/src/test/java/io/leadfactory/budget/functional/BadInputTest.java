package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorBuilder;
import io.leadfactory.budget.BudgetMonitorClosedException;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.UnknownBudgetException;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.ReservationEndedException;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.UnmatchedSpendException;
import java.math.BigDecimal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done wrong gets a clear exception, and the money stays where it was: 1.00 held by one open reservation. */
class BadInputTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
            .budget(Budget.named("openai")
                    .limit("100")
                    .currency("USD")
                    .scope("provider", "openai")
                    .build())
            .build());
    private final Spend spend = Spend.of("1").tag("provider", "openai");
    private final Reservation open = monitor.reserve(spend);

    @AfterEach
    void moneyIsWhereItWas() {
        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("1");
    }

    @Test
    void status_unknownBudget_namesTheKnownOnes() {
        String message = "no budget is named \"opnai\": defined are [openai]";
        assertThatThrownBy(() -> monitor.status("opnai"))
                .isInstanceOf(UnknownBudgetException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> monitor.balance("opnai")).isInstanceOf(UnknownBudgetException.class);
        assertThatThrownBy(() -> monitor.entries("opnai")).isInstanceOf(UnknownBudgetException.class);
        assertThatThrownBy(() -> monitor.breaker("opnai"))
                .isInstanceOf(UnknownBudgetException.class)
                .hasMessage(message);
    }

    @Test
    void reserve_noBudgetCoversIt_throwsWithTryReserveToo() {
        Spend other = Spend.of("1").tag("provider", "serp");

        assertThatThrownBy(() -> monitor.tryReserve(other))
                .isInstanceOf(UnmatchedSpendException.class)
                .hasMessage(
                        "cannot reserve 1.00 for {provider=serp}: no budget covers these tags; define one whose scope"
                                + " they contain, such as none at all. Defined: [\"openai\" for {provider=openai}]");
        assertThatThrownBy(() -> monitor.reserve(Spend.of("1"))).isInstanceOf(UnmatchedSpendException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.0000000001", "9223372037", "many"})
    void spend_badAmount_isRefused(String amount) {
        assertThatIllegalArgumentException().isThrownBy(() -> Spend.of(amount)).withMessageStartingWith("spend must ");
    }

    @Test
    @SuppressWarnings("NullAway") // null is the bad input here
    void spend_null_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spend.of((String) null))
                .withMessage("spend must not be null: give a decimal number such as 12.50");
        assertThatIllegalArgumentException().isThrownBy(() -> Spend.of((BigDecimal) null));
        assertThatIllegalArgumentException().isThrownBy(() -> Spend.of("1").tag("provider", null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> monitor.tryReserve(null))
                .withMessage("spend must not be null");
    }

    @Test
    void reserve_tooLittleLeft_saysHowMuchAndUntilWhen() {
        assertThatThrownBy(() -> monitor.reserve(Spend.of("94.50").tag("provider", "openai")))
                .isInstanceOf(BudgetRefusedException.class)
                .hasMessage("cannot reserve 94.50 USD from budget \"openai\": 94.00 USD left");
    }

    @Test
    void reserve_moreThanThereEverIs_saysThatWaitingIsInVain() {
        assertThatThrownBy(() -> monitor.reserve(Spend.of("96").tag("provider", "openai")))
                .isInstanceOf(BudgetRefusedException.class)
                .hasMessage(
                        "cannot reserve 96.00 USD from budget \"openai\": 94.00 USD left; it can never hold more than"
                                + " its stop line of 95.00 USD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "0.0000000001", "9223372037"})
    void commit_badAmount_leavesItOpen(String amount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open.commit(new BigDecimal(amount)))
                .withMessageStartingWith("actual must ");
        assertThat(open.isOpen()).isTrue();
    }

    @Test
    @SuppressWarnings("NullAway") // null is the bad input here
    void commit_null_leavesItOpen() {
        assertThatIllegalArgumentException().isThrownBy(() -> open.commit(null));
        assertThat(open.isOpen()).isTrue();
    }

    @Test
    void commit_afterCommit_isRefused() {
        Reservation reservation = monitor.reserve(spend);
        reservation.commit(new BigDecimal("0.25"));

        assertEnded(
                () -> reservation.commit(new BigDecimal("0.25")),
                "reservation %s of 1.00 cannot be committed: it was committed before; a reservation ends once"
                        .formatted(reservation.id()));
        assertEnded(
                reservation::release,
                "reservation %s of 1.00 cannot be released: it was committed before; a reservation ends once"
                        .formatted(reservation.id()));
        reservation.close();
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("0.25");
    }

    @Test
    void commit_afterRelease_isRefused() {
        Reservation reservation = monitor.reserve(spend);
        reservation.release();

        assertEnded(
                () -> reservation.commit(BigDecimal.ONE),
                "reservation %s of 1.00 cannot be committed: it was released before; a reservation ends once"
                        .formatted(reservation.id()));
        assertEnded(
                reservation::release,
                "reservation %s of 1.00 cannot be released: it was released before; a reservation ends once"
                        .formatted(reservation.id()));
        assertThat(monitor.balance("openai").spent()).isZero();
    }

    @Test
    void commit_afterClose_isRefused() {
        Reservation reservation = monitor.reserve(spend);
        reservation.close();
        reservation.close();

        assertEnded(
                () -> reservation.commit(BigDecimal.ONE),
                "reservation %s of 1.00 cannot be committed: it was charged before; a reservation ends once"
                        .formatted(reservation.id()));
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("1");
    }

    @Test
    void monitor_afterClose_refusesEverythingButEnds() {
        BudgetStore store = BudgetStore.inMemory();
        Budget budget = Budget.named("openai").limit("100").build();
        BudgetMonitor closed =
                BudgetMonitor.builder().budget(budget).store(store).build();
        Reservation reservation = closed.reserve(Spend.of("1"));
        closed.close();
        closed.close();

        assertThatThrownBy(() -> closed.tryReserve(Spend.of("1")))
                .isInstanceOf(BudgetMonitorClosedException.class)
                .hasMessage("cannot reserve: this budget monitor is closed; reservations made before can still be"
                        + " committed or released");
        assertThatThrownBy(() -> closed.reserve(Spend.of("1"))).isInstanceOf(BudgetMonitorClosedException.class);
        assertThatThrownBy(() -> closed.status("openai")).isInstanceOf(BudgetMonitorClosedException.class);
        assertThatThrownBy(() -> closed.balance("openai")).isInstanceOf(BudgetMonitorClosedException.class);
        assertThatThrownBy(() -> closed.entries("openai")).isInstanceOf(BudgetMonitorClosedException.class);
        assertThatThrownBy(() -> closed.breaker("openai")).isInstanceOf(BudgetMonitorClosedException.class);
        assertThatThrownBy(closed::checkLedger).isInstanceOf(BudgetMonitorClosedException.class);
        reservation.commit(new BigDecimal("0.40"));

        BudgetMonitor next =
                ledger.watch(BudgetMonitor.builder().budget(budget).store(store).build());
        assertThat(next.balance("openai").spent()).isEqualByComparingTo("0.40");
    }

    @Test
    void build_noBudgetOrTwoOfOneName_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BudgetMonitor.builder().build())
                .withMessage("a monitor must have at least one budget: call budget(..)");
        Budget budget = Budget.named("openai").limit("1").build();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        BudgetMonitor.builder().budget(budget).budget(budget).build())
                .withMessage("budget names must be unique: \"openai\" is defined twice");
    }

    @Test
    @SuppressWarnings("NullAway") // null is the bad input here
    void builder_nulls_areRefused() {
        BudgetMonitorBuilder builder = BudgetMonitor.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.budget(null));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.store(null));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.clock(null));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.listener(null));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.listenerFailures(null));
    }

    @Test
    void build_databaseWithoutTables_isRefusedAtOnce() {
        try (Database database = Database.withoutTables()) {
            BudgetMonitorBuilder builder = BudgetMonitor.builder()
                    .budget(Budget.named("openai").limit("1").build())
                    .store(BudgetStore.jdbc(database.dataSource()));

            assertThatThrownBy(builder::build)
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("BudgetSchema.create(dataSource)");
        }
    }

    @Test
    void commit_databaseGone_leavesItOpenToBeTriedAgain() {
        Database database = Database.withTables();
        BudgetMonitor onDatabase = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("1").build())
                .store(BudgetStore.jdbc(database.dataSource()))
                .build();
        Reservation reservation = onDatabase.reserve(Spend.of("0.50"));
        database.close();

        assertThatThrownBy(() -> reservation.commit(new BigDecimal("0.50")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("the database cannot be reached");
        assertThat(reservation.isOpen()).isTrue();
        assertThatThrownBy(() -> onDatabase.tryReserve(Spend.of("0.10"))).isInstanceOf(LedgerException.class);
        assertThatThrownBy(() -> onDatabase.status("openai")).isInstanceOf(LedgerException.class);
    }

    private static void assertEnded(ThrowingCallable again, String message) {
        assertThatThrownBy(again).isInstanceOf(ReservationEndedException.class).hasMessage(message);
    }
}
