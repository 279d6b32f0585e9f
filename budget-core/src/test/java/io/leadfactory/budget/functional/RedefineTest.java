package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failsafe.CircuitBreaker;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.Tags;
import io.leadfactory.budget.plan.UnknownBudgetException;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.UnmatchedSpendException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Definitions that change while the monitor runs, on every store. */
class RedefineTest {
    private static final long UNIT = 1_000_000_000L;
    private static final Note NOTE = new Note("maria", "more campaigns");

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final List<BudgetEvent> events = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource
    void define_limitRaised_keepsWhatIsSpentAndOpensTheBreaker(Stores store) {
        BudgetMonitor monitor = monitor(store);
        spend(monitor, "95");
        CircuitBreaker<Object> breaker = monitor.breaker("openai");
        assertThat(breaker.isOpen()).isTrue();

        // readme:define
        monitor.define(
                Budget.named("openai").limit("200").per(Period.day()).build(), new Note("maria", "more campaigns"));
        // end:define

        assertThat(breaker.isHalfOpen()).isTrue();
        assertThat(monitor.breaker("openai")).isSameAs(breaker);
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("95");
        spend(monitor, "60");
        assertThat(breaker.isClosed()).isTrue();
        assertThat(monitor.tryReserve(Spend.of("35.01")).isGranted()).isFalse();
        assertThat(events)
                .filteredOn(BudgetEvent.LimitChanged.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(event.message())
                        .isEqualTo("budget \"openai\" was defined anew: 200.00 per day instead of 100.00 per day"
                                + " by maria: more campaigns"));
    }

    @ParameterizedTest
    @EnumSource
    void define_limitBelowWhatIsSpent_stopsAtOnceAndLosesNothing(Stores store) {
        BudgetMonitor monitor = monitor(store);
        BudgetLine line = monitor.line("openai");
        long ticket = line.reserve(20 * UNIT);
        Reservation open = monitor.reserve(Spend.of("10"));
        spend(monitor, "30");
        events.clear();

        monitor.define(day("openai", "40"));

        assertThat(events)
                .filteredOn(BudgetEvent.ThresholdReached.class::isInstance)
                .extracting(event -> ((BudgetEvent.ThresholdReached) event).status())
                .containsExactly(BudgetStatus.WARNING, BudgetStatus.STOP);
        assertThat(monitor.breaker("openai").isOpen()).isTrue();
        assertThat(monitor.balance("openai").free()).isEqualByComparingTo("-20");
        assertThat(line.tryReserve(1)).isEqualTo(BudgetLine.REFUSED);
        assertThat(monitor.tryReserve(Spend.of("0.01")).isGranted()).isFalse();
        line.commit(ticket, UNIT);
        open.release();
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("31");
        assertThat(line.reservable()).isEqualTo(7 * UNIT);
    }

    @ParameterizedTest
    @EnumSource
    void define_sharesAndThresholds_applyToTheNextCall(Stores store) {
        BudgetMonitor monitor = monitor(store);
        spend(monitor, "60");
        events.clear();

        monitor.define(Budget.named("openai")
                .limit("100")
                .per(Period.day())
                .alertAt("0.5")
                .warnAt("0.6")
                .stopAt("0.7")
                .currency("USD")
                .build());

        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.WARNING);
        assertThat(events)
                .extracting(BudgetEvent::message)
                .contains(
                        "budget \"openai\" reached 50 % of its limit: 60.00 of 100.00 spent, 0.00 held",
                        "budget \"openai\" reached WARNING: 60.00 of 100.00 spent, 0.00 held");
        assertThat(monitor.tryReserve(Spend.of("10.01")).isGranted()).isFalse();
        assertThat(monitor.tryReserve(Spend.of("10")).isGranted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void define_sameAgain_tellsNoLineTwice(Stores store) {
        BudgetMonitor monitor = monitor(store);
        monitor.reserve(Spend.of("85")).release();
        events.clear();

        monitor.define(day("openai", "100"));
        monitor.reserve(Spend.of("85")).release();

        assertThat(events).noneMatch(BudgetEvent.ThresholdReached.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource
    void define_anotherScope_coversWhatItSaysNow(Stores store) {
        BudgetMonitor monitor = monitor(store);
        BudgetLine mail = monitor.line(Tags.none().with("channel", "mail"));
        monitor.define(Budget.named("mail").limit("10").scope("channel", "mail").build());
        long ticket = mail.reserve(9 * UNIT);

        assertThat(mail.budgets()).extracting(Budget::name).containsExactly("mail", "openai");
        assertThat(monitor.balance("mail").held()).isEqualByComparingTo("9");
        monitor.define(Budget.named("mail").limit("10").scope("channel", "ads").build());
        mail.release(mail.reserve(9 * UNIT));

        assertThat(mail.budgets()).extracting(Budget::name).containsExactly("openai");
        mail.commit(ticket, 8 * UNIT);
        assertThat(monitor.balance("mail").spent()).isEqualByComparingTo("8");
    }

    @ParameterizedTest
    @EnumSource
    void define_anotherPeriod_isAnotherAccountAndFindsTheFirstAgain(Stores store) {
        BudgetMonitor monitor = monitor(store);
        BudgetLine line = monitor.line("openai");
        spend(monitor, "90");
        long ticket = line.reserve(5 * UNIT);
        assertThat(monitor.breaker("openai").isOpen()).isTrue();

        monitor.define(Budget.named("openai").limit("1000").per(Period.month()).build());

        assertThat(monitor.breaker("openai").isHalfOpen()).isTrue();
        assertThat(monitor.balance("openai").spent()).isZero();
        long ofTheMonth = line.reserve(500 * UNIT);
        assertThat(monitor.breaker("openai").isClosed()).isTrue();
        line.commit(ticket, 5 * UNIT);
        line.commit(ofTheMonth, 400 * UNIT);
        monitor.define(Budget.named("openai").limit("1000").per(Period.day()).build());
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("95");
        monitor.define(Budget.named("openai").limit("500").per(Period.month()).build());
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("400");
        spend(monitor, "75");
        assertThat(monitor.breaker("openai").isOpen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void define_anotherZone_carriesNothingOverFromTheOtherCalendar(Stores store) {
        BudgetMonitor monitor = monitor(store);
        spend(monitor, "50");

        monitor.define(Budget.named("openai")
                .limit("100")
                .per(Period.day())
                .zone(ZoneId.of("Europe/Berlin"))
                .carryOver("30")
                .build());

        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
        assertThat(monitor.balance("openai").spent()).isZero();
        clock.advance(Duration.ofDays(1));
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("130");
    }

    @ParameterizedTest
    @EnumSource
    void remove_holdsNothingMoreAndWhatIsHeldEnds(Stores store) {
        BudgetMonitor monitor = monitor(store);
        monitor.define(Budget.named("all").limit("1000").build());
        BudgetLine named = monitor.line("all", "openai");
        BudgetLine tagged = monitor.line(Tags.none());
        long ticket = named.reserve(10 * UNIT);
        Reservation open = monitor.reserve(Spend.of("5"));

        monitor.remove("openai", NOTE);

        assertThatThrownBy(() -> named.tryReserve(1))
                .isInstanceOf(UnknownBudgetException.class)
                .hasMessage("no budget is named \"openai\": defined are [all]");
        assertThatThrownBy(() -> monitor.balance("openai")).isInstanceOf(UnknownBudgetException.class);
        assertThatThrownBy(() -> monitor.breaker("openai")).isInstanceOf(UnknownBudgetException.class);
        assertThatThrownBy(() -> monitor.remove("openai")).isInstanceOf(UnknownBudgetException.class);
        tagged.commit(tagged.reserve(500 * UNIT), 500 * UNIT);
        named.commit(ticket, 7 * UNIT);
        open.commit(new BigDecimal("4"));
        assertThat(monitor.balance("all").spent()).isEqualByComparingTo("511");

        monitor.define(day("openai", "100"));
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("11");
        assertThat(monitor.balance("openai").held()).isZero();
        named.release(named.reserve(10 * UNIT));
        assertThat(events)
                .filteredOn(BudgetEvent.LimitChanged.class::isInstance)
                .extracting(BudgetEvent::message)
                .containsExactly(
                        "budget \"all\" was defined: 1000.00 per total",
                        "budget \"openai\" was removed: 100.00 per day by maria: more campaigns",
                        "budget \"openai\" was defined: 100.00 per day");
    }

    @Test
    void remove_theLast_leavesNothingThatCanBeSpent() {
        BudgetMonitor monitor =
                BudgetMonitor.builder().budget(day("openai", "100")).build();
        BudgetLine line = monitor.line(Tags.none());

        monitor.remove("openai");

        assertThat(monitor.budgets()).isEmpty();
        assertThatThrownBy(() -> monitor.tryReserve(Spend.of("1"))).isInstanceOf(UnmatchedSpendException.class);
        assertThatThrownBy(() -> line.tryReserve(1)).isInstanceOf(UnmatchedSpendException.class);
        monitor.define(day("openai", "100"));
        assertThat(line.tryReserve(1)).isPositive();
    }

    @Test
    @SuppressWarnings("NullAway") // null is the bad input here
    void define_badInput_isRefusedInWords() {
        BudgetMonitor monitor = monitor(Stores.MEMORY);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> monitor.define(null))
                .withMessage("budget must not be null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> monitor.define(day("openai", "1"), null))
                .withMessage("note must not be null");
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
    }

    /** Each grant is checked by the threads themselves: held and spent together never pass the highest line that ever applied. */
    @ParameterizedTest
    @EnumSource
    void define_whileThreadsSpend_losesNothingAndPassesNoLine(Stores store) throws Exception {
        BudgetMonitor monitor = monitor(store);
        int rounds = store == Stores.MEMORY ? 20_000 : 60;
        BudgetLine named = monitor.line("openai");
        BudgetLine tagged = monitor.line(Tags.none());
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(5);
        List<Future<Long>> spent = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                int thread = i;
                Callable<Long> work = () -> {
                    long sum = 0;
                    for (int round = 0; round < rounds; round++) {
                        sum += spendOnce(monitor, thread % 2 == 0 ? named : tagged, round);
                    }
                    return sum;
                };
                spent.add(pool.submit(work));
            }
            Future<?> definer = pool.submit(() -> {
                for (int change = 0; !done.get(); change++) {
                    monitor.define(day("openai", change % 2 == 0 ? "50" : "80"));
                    monitor.define(Budget.named("all").limit("1000000").build());
                    monitor.remove("all");
                }
            });
            long sum = 0;
            for (Future<Long> each : spent) {
                sum += each.get();
            }
            done.set(true);
            definer.get();

            assertThat(monitor.balance("openai").held()).isZero();
            assertThat(monitor.balance("openai").spent()).isEqualByComparingTo(BigDecimal.valueOf(sum, 9));
            assertThat(sum).isLessThanOrEqualTo(95 * UNIT);
            assertThat(monitor.checkLedger()).allMatch(LedgerCheck::agrees);
        } finally {
            done.set(true);
            pool.shutdownNow();
        }
    }

    private static long spendOnce(BudgetMonitor monitor, BudgetLine line, int round) {
        if (round % 3 == 0) {
            Decision decision = monitor.tryReserve(Spend.of("0.01"));
            if (decision.isGranted()) {
                decision.reservation().commit(new BigDecimal("0.004"));
                return 4_000_000;
            }
            return 0;
        }
        long ticket = line.tryReserve(10_000_000);
        if (ticket == BudgetLine.REFUSED) {
            return 0;
        }
        line.commit(ticket, round % 3 == 1 ? 10_000_000 : 0);
        return round % 3 == 1 ? 10_000_000 : 0;
    }

    private BudgetMonitor monitor(Stores store) {
        return ledger.watch(BudgetMonitor.builder()
                .budget(day("openai", "100"))
                .clock(clock)
                .store(store.create())
                .listener(events::add)
                .build());
    }

    private static Budget day(String name, String limit) {
        return Budget.named(name).limit(limit).per(Period.day()).build();
    }

    private static void spend(BudgetMonitor monitor, String amount) {
        monitor.reserve(Spend.of(amount)).commit(new BigDecimal(amount));
    }
}
