package io.leadfactory.budget.reserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.UnknownOutcome;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReservationTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
            .budget(Budget.named("all").limit("1000").build())
            .budget(Budget.named("openai")
                    .limit("100")
                    .scope("provider", "openai")
                    .build())
            .build());

    @Test
    void close_withoutCommit_chargesTheHold() {
        try (Reservation reservation = monitor.reserve(Spend.of("3"))) {
            assertThat(reservation.amount()).isEqualByComparingTo("3");
        }

        assertThat(monitor.balance("all").spent()).isEqualByComparingTo("3");
        assertThat(monitor.balance("all").held()).isZero();
    }

    @Test
    void close_theCallFailed_chargesTheHold() {
        assertThatThrownBy(() -> {
                    try (Reservation reservation = monitor.reserve(Spend.of("3"))) {
                        throw new IllegalStateException("no answer for " + reservation.amount());
                    }
                })
                .isInstanceOf(IllegalStateException.class);

        assertThat(monitor.balance("all").spent()).isEqualByComparingTo("3");
    }

    @Test
    void commitAtLeast_chargesTheRestAsAnUnknownOutcome() {
        assertThat(afterAtLeast(UnknownOutcome.chargeHold(), "1")).isEqualTo("3.00");
        assertThat(afterAtLeast(UnknownOutcome.floor("0.5"), "1")).isEqualTo("1.50");
        assertThat(afterAtLeast(UnknownOutcome.floor("0.5"), "2.75")).isEqualTo("3.00");
        assertThat(afterAtLeast(UnknownOutcome.release(), "1")).isEqualTo("1.00");
        assertThat(afterAtLeast(UnknownOutcome.release(), "3.25"))
                .describedAs("what is known beyond the hold is an overrun")
                .isEqualTo("3.25");
    }

    /** What a hold of 3 costs then, by itself and as a ticket of a line. */
    private String afterAtLeast(UnknownOutcome unknown, String known) {
        BudgetMonitor deciding = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("all").limit("1000").build())
                .unknownOutcome(unknown)
                .build());
        deciding.reserve(Spend.of("3")).commitAtLeast(new BigDecimal(known));
        BigDecimal byItself = deciding.balance("all").spent();
        BudgetLine line = deciding.line("all");
        Reservation ticket = line.reservation(line.reserve(3_000_000_000L));
        ticket.commitAtLeast(new BigDecimal(known));

        assertThatThrownBy(() -> ticket.commitAtLeast(BigDecimal.ONE)).isInstanceOf(ReservationEndedException.class);
        assertThat(deciding.balance("all").held()).isZero();
        assertThat(deciding.balance("all").spent()).isEqualByComparingTo(byItself.add(byItself));
        return byItself.toPlainString();
    }

    @Test
    void commit_zero_givesAllBack() {
        monitor.reserve(Spend.of("3")).commit(BigDecimal.ZERO);

        assertThat(monitor.balance("all").spent()).isZero();
        assertThat(monitor.balance("all").held()).isZero();
    }

    @Test
    void reserve_severalBudgetsMatch_areHeldTogether() {
        Reservation reservation = monitor.reserve(Spend.of("3").tag("provider", "openai"));

        assertThat(reservation.budgets()).containsExactly("all", "openai");
        assertThat(monitor.balance("all").held()).isEqualByComparingTo("3");
        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("3");
        reservation.commit(BigDecimal.ONE);
        assertThat(monitor.balance("all").spent()).isEqualByComparingTo("1");
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("1");
    }

    @Test
    void reserve_oneOfSeveralRefuses_holdsNothingInTheOthers() {
        Decision decision = monitor.tryReserve(Spend.of("96").tag("provider", "openai"));

        assertThat(decision.refusal().orElseThrow().budget().name()).isEqualTo("openai");
        assertThat(monitor.balance("all").held()).isZero();
        assertThat(monitor.entries("all")).isEmpty();
    }

    @Test
    void reserve_onlyTheGeneralBudgetMatches_leavesTheOther() {
        Reservation reservation = monitor.reserve(Spend.of("3").tag("provider", "serp"));

        assertThat(reservation.budgets()).containsExactly("all");
    }

    @Test
    void end_manyThreadsAtOnce_oneOfThemEndsIt() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        BigDecimal expected = BigDecimal.ZERO;
        try {
            for (int round = 0; round < 300; round++) {
                Reservation reservation = monitor.reserve(Spend.of("0.03"));
                CyclicBarrier start = new CyclicBarrier(3);
                List<Callable<BigDecimal>> ends = List.of(
                        end(start, () -> reservation.commit(new BigDecimal("0.01")), "0.01"),
                        end(start, reservation::release, "0"),
                        end(start, () -> reservation.commit(new BigDecimal("0.02")), "0.02"));
                int ended = 0;
                for (Future<BigDecimal> result : pool.invokeAll(ends)) {
                    BigDecimal cost = result.get();
                    ended += cost.signum() < 0 ? 0 : 1;
                    expected = expected.add(cost.max(BigDecimal.ZERO));
                }
                assertThat(ended).describedAs("round %d", round).isEqualTo(1);
            }
        } finally {
            pool.shutdown();
        }

        assertThat(monitor.balance("all").spent()).isEqualByComparingTo(expected);
        assertThat(monitor.balance("all").held()).isZero();
    }

    private static Callable<BigDecimal> end(CyclicBarrier start, Runnable end, String cost) {
        return () -> {
            start.await();
            try {
                end.run();
                return new BigDecimal(cost);
            } catch (ReservationEndedException tooLate) {
                return new BigDecimal("-1");
            }
        };
    }
}
