package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a period, in a zone whose day then has 25 hours. */
class RolloverTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-10-25T22:59:59.999Z");

    @ParameterizedTest
    @EnumSource
    void reserve_lastAndFirstMillisecond_isTwoPeriods(Stores store) {
        BudgetMonitor monitor = monitor(store);
        monitor.reserve(Spend.of("95")).close();
        Decision last = monitor.tryReserve(Spend.of("1"));
        clock.advance(Duration.ofMillis(1));

        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isTrue();

        assertThat(last.refusal().orElseThrow().againFrom()).contains(clock.instant());
        assertThat(last.refusal().orElseThrow().message())
                .isEqualTo("cannot reserve 1.00 from budget \"openai\": 0.00 left until 2026-10-25T23:00:00Z");
        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("1");
        assertThat(monitor.balance("openai").window().start()).isEqualTo(clock.instant());
        assertThat(monitor.checkLedger())
                .extracting(LedgerCheck::start)
                .containsExactly(Instant.parse("2026-10-24T22:00:00Z"), clock.instant());
    }

    @ParameterizedTest
    @EnumSource
    void commit_afterTheEnd_countsInThePeriodOfTheHold(Stores store) {
        BudgetMonitor monitor = monitor(store);
        Reservation reservation = monitor.reserve(Spend.of("50"));
        clock.advance(Duration.ofHours(1));

        reservation.commit(new BigDecimal("40"));

        assertThat(monitor.balance("openai").spent()).isZero();
        assertThat(monitor.entries("openai")).isEmpty();
        LedgerCheck yesterday = monitor.checkLedger().get(0);
        assertThat(yesterday.totals().spent()).isEqualTo(40_000_000_000L);
        assertThat(yesterday.totals().held()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void reserve_clockGoesBack_opensNoClosedPeriodAgain(Stores store) {
        BudgetMonitor monitor = monitor(store);
        clock.set("2026-10-26T00:00:00Z");
        monitor.reserve(Spend.of("95")).close();

        clock.set("2026-10-20T00:00:00Z");

        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"MEMORY,5000", "H2,40", "POSTGRESQL,40", "MARIADB,40"})
    void reserve_manyThreadsWhileDaysPass_losesAndDoublesNothing(Stores store, int each) throws Exception {
        BudgetMonitor monitor = monitor(store);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        long granted = 0;
        try {
            List<Future<Long>> results = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Callable<Long> worker = () -> {
                    long units = 0;
                    for (int i = 0; i < each; i++) {
                        Decision decision = monitor.tryReserve(Spend.of("1"));
                        if (decision.isGranted()) {
                            decision.reservation().commit(new BigDecimal("0.75"));
                            units += 750_000_000L;
                        }
                        if (i % (each / 4) == 0) {
                            clock.advance(Duration.ofHours(9));
                        }
                    }
                    return units;
                };
                results.add(pool.submit(worker));
            }
            for (Future<Long> result : results) {
                granted += result.get();
            }
        } finally {
            pool.shutdown();
        }

        List<LedgerCheck> periods = monitor.checkLedger();
        assertThat(periods.stream().mapToLong(check -> check.totals().spent()).sum())
                .isEqualTo(granted);
        assertThat(periods).allSatisfy(check -> {
            assertThat(check.totals().held()).isZero();
            assertThat(NanoUnits.toDecimal(check.totals().spent())).isLessThanOrEqualTo(new BigDecimal("95"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void entries_ofTheDay_tellItsStory(Stores store) {
        BudgetMonitor monitor = monitor(store);
        clock.set("2026-10-25T12:00:00Z");
        Reservation reservation = monitor.reserve(Spend.of("2"));
        clock.advance(Duration.ofSeconds(1));
        reservation.commit(new BigDecimal("2.50"));

        assertThat(monitor.entries("openai"))
                .extracting(
                        Entry::kind,
                        entry -> entry.held().toPlainString(),
                        entry -> entry.spent().toPlainString())
                .containsExactly(
                        tuple(Entry.Kind.HOLD, "2.00", "0.00"),
                        tuple(Entry.Kind.COMMIT, "-2.00", "2.00"),
                        tuple(Entry.Kind.OVERRUN, "0.00", "0.50"));
    }

    private BudgetMonitor monitor(Stores store) {
        return ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai")
                        .limit("100")
                        .per(Period.day())
                        .zone(ZoneId.of("Europe/Berlin"))
                        .build())
                .store(store.create())
                .clock(clock)
                .build());
    }
}
