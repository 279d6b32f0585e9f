package io.leadfactory.budget.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.Database;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** What every store in a database promises beyond that. */
abstract class JdbcStoreContract extends BudgetStoreContract {
    // Made by create(), which the contract's constructor calls.
    @SuppressWarnings("NullAway.Init")
    private Database database;

    abstract Database.Kind kind();

    @Override
    BudgetStore create() {
        database = Database.withTables(kind());
        return in(database.dataSource());
    }

    BudgetStore in(DataSource dataSource) {
        return BudgetStore.jdbc(dataSource);
    }

    @Override
    void close() {
        database.close();
    }

    @Test
    void create_again_leavesWhatIsThere() {
        Account account = open(openai());
        held(account, 100);

        BudgetSchema.create(database.dataSource());

        assertThat(account.totals()).isEqualTo(new Totals(0, 100));
    }

    @Test
    void settle_sentAgain_isRecordedOnce() {
        Account account = open(openai());
        ReservationId reservation = held(account, 100);
        Settlement settlement = new Settlement(Entry.Kind.COMMIT, reservation, 100, 140);

        settle(account, settlement);
        List<Posting> again = settle(account, settlement);

        assertThat(account.totals()).isEqualTo(new Totals(140, 0));
        assertThat(again).singleElement().matches(posting -> posting.after().spent() == 140);
    }

    @Test
    void settle_sentAgainAsSomethingElse_saysWhatTheLedgerHas() {
        Account account = open(openai());
        ReservationId reservation = held(account, 100);
        settle(account, new Settlement(Entry.Kind.COMMIT, reservation, 100, 40));

        assertThatThrownBy(() -> settle(account, new Settlement(Entry.Kind.RELEASE, reservation, 100, 0)))
                .isInstanceOf(LedgerException.class)
                .hasMessage(
                        "cannot end reservation %s as RELEASE of 0.00: the ledger has it as COMMIT of 0.00000004 already"
                                .formatted(reservation));
        assertThat(account.totals()).isEqualTo(new Totals(40, 0));
    }

    @Test
    void check_rowChangedByHand_isFound() throws SQLException {
        Account account = open(openai());
        held(account, 100);

        execute("update budget_account set held = held - 1");
        assertThat(store().check("openai"))
                .singleElement()
                .matches(check -> !check.agrees())
                .hasToString(
                        "budget \"openai\", DAY from 2026-11-23T00:00:00Z: account says spent 0.00 held 0.000000099,"
                                + " entries add up to spent 0.00 held 0.0000001");
        execute("update budget_account set held = held + 1");
    }

    @Test
    void totals_rowDeletedByHand_saysSo() throws SQLException {
        Account account = open(openai());
        execute("delete from budget_account");

        assertThatThrownBy(account::totals)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("rows of budget_account must not be deleted");
        assertThatThrownBy(() -> hold(account, 1)).isInstanceOf(LedgerException.class);

        open(openai());
    }

    @Test
    void open_noTables_saysHowToMakeThem() {
        try (Database empty = Database.withoutTables(kind())) {
            BudgetStore store = BudgetStore.jdbc(empty.dataSource());

            assertThatThrownBy(() -> store.open(openai(), open(openai()).window()))
                    .isInstanceOf(LedgerException.class)
                    .hasMessage("cannot open the account of budget \"openai\": the tables of the budget ledger are"
                            + " missing; call BudgetSchema.create(dataSource) or run"
                            + " the script in io/leadfactory/budget/migration");
        }
    }

    @Test
    void open_noDatabase_saysThatItCannotBeReached() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:tcp://localhost:1/nothing");
        BudgetStore store = BudgetStore.jdbc(nowhere);

        assertThatThrownBy(() -> store.open(openai(), open(openai()).window()))
                .isInstanceOf(LedgerException.class)
                .hasMessageStartingWith("cannot open the account of budget \"openai\": the database cannot be reached");
    }

    @Test
    @SuppressWarnings("NullAway") // null is the bad input here
    void jdbc_noDataSource_isRefused() {
        open(openai());
        assertThatThrownBy(() -> BudgetStore.jdbc(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dataSource must not be null");
    }

    @Test
    @SuppressWarnings("NullAway") // null is the bad input here
    void create_noDataSource_isRefused() {
        open(openai());
        assertThatThrownBy(() -> BudgetSchema.create(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dataSource must not be null");
    }

    @Test
    void create_poolClosed_saysThatItCannotBeReached() {
        open(openai());
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:", "sa", "");
        pool.dispose();

        assertThatThrownBy(() -> BudgetSchema.create(pool))
                .isInstanceOf(LedgerException.class)
                .hasMessageStartingWith(
                        "cannot create the tables of the budget ledger: the database cannot be reached");
    }

    @Test
    void open_namesThatDifferInCase_areTwoAccounts() {
        Account lower = open(openai());
        Account upper = open(Budget.named("OPENAI").limit("1").per(Period.day()).build());
        held(lower, 100);

        assertThat(upper.totals()).isEqualTo(Totals.ZERO);
        assertThat(store().check("OPENAI")).singleElement().matches(LedgerCheck::agrees);
    }

    @Test
    void hold_roomThatComesInBetween_isTakenOrRefused() throws Exception {
        Account account = open(openai());
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> workers = new ArrayList<>();
            Instant at = account.window().start();
            for (int thread = 0; thread < 4; thread++) {
                long engine = thread;
                workers.add(pool.submit(() -> {
                    int granted = 0;
                    for (int i = 0; i < 50; i++) {
                        ReservationId id = new ReservationId(engine, i);
                        if (store().hold(id, List.of(account), 900, at) instanceof HoldResult.Held) {
                            granted++;
                            store().settle(new Settlement(Entry.Kind.RELEASE, id, 900, 0), List.of(account), at);
                        }
                    }
                    return granted;
                }));
            }
            int granted = 0;
            for (Future<Integer> worker : workers) {
                granted += worker.get(60, TimeUnit.SECONDS);
            }
            assertThat(granted).isPositive();
        } finally {
            pool.shutdownNow();
        }
        assertThat(account.totals()).isEqualTo(Totals.ZERO);
    }

    @Test
    void hold_accountOfAnotherKindOfStore_isRefused() {
        Account elsewhere = BudgetStore.inMemory().open(openai(), open(openai()).window());

        assertThatThrownBy(() -> hold(elsewhere, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("account of budget \"openai\" must be opened in the store that is asked: SliceAccount");
        assertThat(open(openai()).totals()).isEqualTo(Totals.ZERO);
    }

    @Test
    void adjust_sameIdAgain_isRecordedOnce() {
        Account account = open(openai());
        Adjustment credit = new Adjustment(Entry.Kind.CREDIT, id(), 100, null, new Note("maria", "as agreed"));

        store().adjust(credit, List.of(account), Instant.EPOCH);
        store().adjust(credit, List.of(account), Instant.EPOCH);

        assertThat(account.totals()).isEqualTo(new Totals(0, 0, 100));
    }

    @Test
    void hold_keysExpired_deletesThemNowAndThen() throws SQLException {
        Account account = open(openai());
        Instant now = account.window().start();
        for (int i = 0; i < 40; i++) {
            RequestKey key = RequestKey.of("old-" + i, now.plusSeconds(60), List.of("1"));
            store().hold(new HoldRequest(id(), 1, now, key), List.of(account));
        }
        for (int i = 0; i < 40; i++) {
            RequestKey key = RequestKey.of("new-" + i, now.plusSeconds(120), List.of("1"));
            store().hold(new HoldRequest(id(), 1, now.plusSeconds(60), key), List.of(account));
        }

        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*), min(request_key) from budget_request")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(40);
            assertThat(rows.getString(2)).startsWith("new-");
        }
    }

    @Test
    void hold_keyHasAHoldOfABudgetThatIsNotAsked_saysWhatToDo() {
        Account account = open(openai());
        RequestKey key = key("order-17", "1");
        store().hold(new HoldRequest(id(), 1, Instant.EPOCH, key), List.of(account));
        Account other = open(Budget.named("other").limit("1").build());

        assertThatThrownBy(() -> store().hold(new HoldRequest(id(), 1, Instant.EPOCH, key), List.of(other)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("it is held in budget \"openai\"")
                .hasMessageContaining("define it here as where it was made");
        assertThat(other.totals()).isEqualTo(Totals.ZERO);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
