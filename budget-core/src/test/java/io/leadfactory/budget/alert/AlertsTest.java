package io.leadfactory.budget.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.alert.BudgetEvent.Overrun;
import io.leadfactory.budget.alert.BudgetEvent.ThresholdReached;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertsTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final List<BudgetEvent> heard = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @EnumSource
    void threshold_crossedAgain_isToldOncePerPeriod(Stores store) {
        BudgetMonitor monitor = monitor(store.create());
        monitor.reserve(Spend.of("80")).release();
        monitor.reserve(Spend.of("80")).release();
        monitor.reserve(Spend.of("95")).release();
        monitor.reserve(Spend.of("95")).release();
        assertThat(reached()).containsExactly(BudgetStatus.WARNING, BudgetStatus.STOP);

        clock.set("2026-11-24T12:00:00Z");
        monitor.reserve(Spend.of("80")).release();

        assertThat(reached()).containsExactly(BudgetStatus.WARNING, BudgetStatus.STOP, BudgetStatus.WARNING);
    }

    @Test
    void threshold_jumpOverBoth_tellsWarningThenStop() {
        BudgetMonitor monitor = monitor(BudgetStore.inMemory());

        monitor.reserve(Spend.of("95"));

        assertThat(reached()).containsExactly(BudgetStatus.WARNING, BudgetStatus.STOP);
        assertThat(heard.get(0).message())
                .isEqualTo("budget \"openai\" reached WARNING: 0.00 of 100.00 spent, 95.00 held");
        assertThat(heard.get(0).at()).isEqualTo(clock.instant());
    }

    @Test
    void overrun_committed_isToldWithWhatWasHeldAndWhatItCost() {
        BudgetMonitor monitor = monitor(BudgetStore.inMemory());
        Reservation reservation = monitor.reserve(Spend.of("1"));

        reservation.commit(new BigDecimal("1.25"));

        assertThat(heard)
                .containsExactly(new Overrun(
                        reservation.id(),
                        new BigDecimal("1.00"),
                        new BigDecimal("1.25"),
                        monitor.balance("openai"),
                        clock.instant()));
        assertThat(heard.get(0).message())
                .isEqualTo(
                        "budget \"openai\" was overrun: reservation %s held 1.00 and cost 1.25; now 1.25 of 100.00 spent"
                                .formatted(reservation.id()));
    }

    @ParameterizedTest
    @EnumSource
    void threshold_twoMonitorsManyThreads_isToldByOneOfThem(Stores kind) throws Exception {
        BudgetStore store = kind.create();
        List<BudgetMonitor> monitors = List.of(monitor(store), monitor(store));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                BudgetMonitor monitor = monitors.get(i % 2);
                work.add(() -> monitor.tryReserve(Spend.of("1")).isGranted());
            }
            pool.invokeAll(work);
        } finally {
            pool.shutdown();
        }

        assertThat(reached()).containsExactlyInAnyOrder(BudgetStatus.WARNING, BudgetStatus.STOP);
    }

    @Test
    void listener_fails_isToldToTheHandlerAndTheOthersHearAll() {
        List<String> failures = new ArrayList<>();
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .listener(event -> {
                    throw new IllegalStateException("no network");
                })
                .listener(heard::add)
                .listenerFailures((listener, event, failure) -> failures.add(failure.getMessage()))
                .build());

        monitor.reserve(Spend.of("80")).commit(new BigDecimal("80"));

        assertThat(failures).containsExactly("no network");
        assertThat(reached()).containsExactly(BudgetStatus.WARNING);
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("80");
    }

    @Test
    void listener_throwsAnErrorOrACheckedException_leavesTheReservationToItsCaller() {
        List<Throwable> failures = new ArrayList<>();
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .listener(event -> {
                    throw new NoClassDefFoundError("somebody's library");
                })
                .listener(event -> AlertsTest.<RuntimeException>sneak(new IOException("no network")))
                .listenerFailures((listener, event, failure) -> failures.add(failure))
                .build());

        monitor.reserve(Spend.of("80")).release();

        assertThat(failures).extracting(Throwable::getMessage).containsExactly("somebody's library", "no network");
        assertThat(monitor.balance("openai").held()).isZero();
    }

    @SuppressWarnings("unchecked") // what other languages and byte code tools do
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void listener_andItsHandlerFail_costsNoMoney() {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .listener(event -> {
                    throw new IllegalStateException("no network");
                })
                .listenerFailures((listener, event, failure) -> {
                    throw new IllegalStateException("no log either");
                })
                .build());

        monitor.reserve(Spend.of("80")).commit(new BigDecimal("80"));

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("80");
    }

    @Test
    void listener_asksTheMonitor_getsAnAnswer() {
        List<BudgetStatus> answers = new ArrayList<>();
        List<BudgetMonitor> self = new ArrayList<>();
        self.add(ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .listener(event -> answers.add(self.get(0).status("openai")))
                .build()));

        self.get(0).reserve(Spend.of("95"));

        assertThat(answers).hasSize(3).containsOnly(BudgetStatus.STOP);
    }

    private BudgetMonitor monitor(BudgetStore store) {
        return ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").per(Period.day()).build())
                .store(store)
                .clock(clock)
                .listener(heard::add)
                .build());
    }

    private List<BudgetStatus> reached() {
        return heard.stream()
                .filter(ThresholdReached.class::isInstance)
                .map(event -> ((ThresholdReached) event).status())
                .toList();
    }
}
