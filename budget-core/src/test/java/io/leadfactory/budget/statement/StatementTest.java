package io.leadfactory.budget.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatementTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");

    private BudgetMonitor spent(Stores store) {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").per(Period.day()).build())
                .clock(clock)
                .store(store.create())
                .build());
        Reservation reservation = monitor.reserve(Spend.of("2.50"));
        clock.advance(Duration.ofSeconds(1));
        reservation.commit(new BigDecimal("2.75"));
        clock.advance(Duration.ofSeconds(1));
        monitor.credit("openai", new BigDecimal("20"), new Note("maria", "=HYPERLINK(\"x\"), \"as agreed\"\nby all"));
        return monitor;
    }

    @ParameterizedTest
    @EnumSource
    void table_ofADay_tellsItsStory(Stores store) {
        BudgetMonitor monitor = spent(store);
        StringBuilder out = new StringBuilder();

        // readme:statement
        monitor.statement("openai").writeTable(out); // or writeCsv, writeJson
        // end:statement

        assertThat(out.toString().lines())
                .containsExactly(
                        "Statement of budget \"openai\", day 2026-11-23T00:00:00Z .. 2026-11-24T00:00:00Z",
                        "",
                        "at                        entry                    spent           held      allowance    spent in"
                                + " all    held in all  who and why",
                        "2026-11-23T12:00:00Z      hold                                    +2.50                          "
                                + " 0.00           2.50",
                        "2026-11-23T12:00:01Z      commit                   +2.50          -2.50                          "
                                + " 2.50           0.00",
                        "2026-11-23T12:00:01Z      overrun                  +0.25                                         "
                                + " 2.75           0.00",
                        "2026-11-23T12:00:02Z      credit                                                +20.00           "
                                + " 2.75           0.00  maria: =HYPERLINK(\"x\"), \"as agreed\" by all",
                        "",
                        "spent 2.75, held 0.00, free 117.25 of 120.00: OK",
                        "the entries add up to it");
    }

    @ParameterizedTest
    @EnumSource
    void csv_ofADay_isQuotedAndHarmless(Stores store) {
        StringBuilder out = new StringBuilder();

        spent(store).statement("openai").writeCsv(out);

        String[] lines = out.toString().split("\r\n");
        assertThat(lines).hasSize(5);
        assertThat(lines[0]).isEqualTo("budget,period,start,at,kind,id,spent,held,allowance,author,reason");
        assertThat(lines[1])
                .matches("openai,DAY,2026-11-23T00:00:00Z,2026-11-23T12:00:00Z,HOLD,[0-9a-f-]+,0\\.00,2\\.50,0\\.00,,");
        assertThat(lines[4]).endsWith(",0.00,0.00,20.00,maria,\"'=HYPERLINK(\"\"x\"\"), \"\"as agreed\"\"\nby all\"");
    }

    @ParameterizedTest
    @EnumSource
    void json_ofADay_parses(Stores store) throws Exception {
        StringBuilder out = new StringBuilder();

        spent(store).statement("openai").writeJson(out);

        List<String> fields = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(out.toString())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    fields.add(parser.currentName() + "=" + parser.getText());
                }
            }
        }
        assertThat(fields)
                .startsWith("budget=openai", "period=DAY", "start=2026-11-23T00:00:00Z", "end=2026-11-24T00:00:00Z")
                .contains("kind=OVERRUN", "reason==HYPERLINK(\"x\"), \"as agreed\"\nby all", "allowance=20.00")
                .endsWith("spent=2.75", "held=0.00", "free=117.25", "limit=120.00", "status=OK", "agrees=true");
    }

    @ParameterizedTest
    @EnumSource
    void sums_byKind_addUpToTheTotals(Stores store) {
        Statement statement = spent(store).statement("openai");

        assertThat(statement.sums())
                .containsOnlyKeys(Entry.Kind.HOLD, Entry.Kind.COMMIT, Entry.Kind.OVERRUN, Entry.Kind.CREDIT)
                .containsEntry(Entry.Kind.COMMIT, new Totals(2_500_000_000L, -2_500_000_000L));
        assertThat(statement.forEach(line -> {})).isEqualTo(new Totals(2_750_000_000L, 0, 20_000_000_000L));
        assertThat(statement.balance().limit()).isEqualByComparingTo("120");
    }

    @ParameterizedTest
    @EnumSource
    void statement_ofYesterday_isStillThere(Stores store) {
        BudgetMonitor monitor = spent(store);
        Instant yesterday = clock.instant();
        clock.advance(Duration.ofDays(1));
        monitor.reserve(Spend.of("1")).release();

        assertThat(monitor.statement("openai", yesterday).balance().spent()).isEqualByComparingTo("2.75");
        assertThat(monitor.statement("openai").balance().spent()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> monitor.statement("openai", yesterday.minus(Duration.ofDays(1))))
                .withMessage("budget \"openai\" must have been used in the period of a statement: it was not in that of"
                        + " 2026-11-22T12:00:02Z");
    }

    @ParameterizedTest
    @EnumSource
    void statement_ofTickets_hasTheirSum(Stores store) {
        BudgetMonitor monitor = spent(store);
        BudgetLine line = monitor.line("openai");
        line.commit(line.reserve(3_000_000_000L), 1_000_000_000L);

        assertThat(monitor.statement("openai").forEach(each -> {}).spent()).isEqualTo(3_750_000_000L);
    }
}
