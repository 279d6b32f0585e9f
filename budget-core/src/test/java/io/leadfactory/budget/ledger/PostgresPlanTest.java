package io.leadfactory.budget.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.Database;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a ledger that is not small PostgreSQL reads a page from the index, in its order, and reads no more than the page. */
class PostgresPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final int PAGE = 50;

    private final Database database = Database.withTables(Database.Kind.POSTGRESQL);
    private final BudgetStore store = BudgetStore.jdbc(database.dataSource());

    // Made before each test.
    @SuppressWarnings("NullAway.Init")
    private Account account;

    @BeforeEach
    void fill() throws SQLException {
        Budget openai = Budget.named("openai").limit("1000").per(Period.day()).build();
        Budget serp = Budget.named("serp").limit("1000").per(Period.day()).build();
        account = store.open(openai, openai.windowAt(NOW));
        store.open(serp, serp.windowAt(NOW));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into budget_entry (reservation, step, budget, period_kind, period_start, kind, held,"
                            + " spent, allowance, recorded_at) select '00000000cafecafe-' || n, 0, budget, period_kind,"
                            + " period_start, 'CREDIT', 0, 0, 0, period_start + n from budget_account,"
                            + " generate_series(1, 20000) n");
            statement.execute("analyze budget_entry");
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void firstPage_ofMany_isReadFromTheIndex() throws SQLException {
        assertReadFromTheIndex(EntrySql.FIRST_PAGE, null);
        assertThat(store.entries(account, null, PAGE)).hasSize(PAGE);
    }

    @Test
    void nextPage_ofMany_isReadFromTheIndex() throws SQLException {
        Instant start = account.window().start();
        Entry after =
                new Entry(Entry.Kind.CREDIT, new ReservationId(0xCAFECAFEL, 15_000), 0, 0, start.plusMillis(15_000));

        assertReadFromTheIndex(EntrySql.NEXT_PAGE, after);
        assertThat(store.entries(account, after, PAGE))
                .hasSize(PAGE)
                .first()
                .extracting(Entry::at)
                .isEqualTo(start.plusMillis(15_001));
    }

    private void assertReadFromTheIndex(String sql, @Nullable Entry after) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement explain =
                        connection.prepareStatement("explain (analyze, costs off, timing off, summary off) " + sql)) {
            EntrySql.bindPage(explain, account, after, PAGE);
            try (ResultSet row = explain.executeQuery()) {
                while (row.next()) {
                    plan.append(row.getString(1)).append('\n');
                }
            }
        }
        assertThat(plan.toString())
                .contains("Index Scan using budget_entry_by_account on budget_entry")
                .contains("rows=50")
                .doesNotContain("Sort")
                .doesNotContain("Seq Scan");
    }
}
