package io.leadfactory.budget.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A spend that one budget refuses was held for a moment in the budgets before it. Who asked in that moment was refused
 * for lack of room that was there; and a refusal could show more room than was asked for.
 */
class MomentaryHoldTest {
    private static final int ROUNDS = 30_000;

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
            .budget(Budget.named("all").limit("100").build())
            .budget(Budget.named("tenant").limit("10").scope("tenant", "a").build())
            .build());

    @Test
    void reserve_whileAnotherTenantIsRefusedAgainAndAgain_isGranted() throws Exception {
        Spend refused = Spend.of("90").tag("tenant", "a");

        int granted = whileOtherRuns(() -> monitor.tryReserve(refused), () -> {
            Decision decision = monitor.tryReserve(Spend.of("50"));
            if (decision.isGranted()) {
                decision.reservation().release();
            }
            return decision.isGranted();
        });

        assertThat(granted).isEqualTo(ROUNDS);
        assertThat(monitor.breaker("all").isClosed()).isTrue();
    }

    @Test
    void tryReserve_refusedWhileMoneyComesAndGoes_showsLessThanWasWanted() throws Exception {
        int consistent = whileOtherRuns(() -> monitor.reserve(Spend.of("60")).release(), () -> {
            Decision decision = monitor.tryReserve(Spend.of("35.01"));
            decision.refusal()
                    .ifPresentOrElse(none -> {}, () -> decision.reservation().release());
            return decision.refusal()
                    .map(refusal -> refusal.left().compareTo(refusal.wanted()) < 0)
                    .orElse(true);
        });

        assertThat(consistent).isEqualTo(ROUNDS);
    }

    private interface Round {
        boolean isAsWanted();
    }

    private static int whileOtherRuns(Runnable other, Round round) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> busy = pool.submit(() -> {
                while (!over.get()) {
                    try {
                        other.run();
                    } catch (BudgetRefusedException asMayBe) {
                        Thread.onSpinWait();
                    }
                }
            });
            int wanted = 0;
            for (int i = 0; i < ROUNDS; i++) {
                wanted += round.isAsWanted() ? 1 : 0;
            }
            over.set(true);
            busy.get();
            return wanted;
        } finally {
            over.set(true);
            pool.shutdown();
        }
    }
}
