package io.leadfactory.budget.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.Threshold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store promises. Amounts are in nano-units: the limit is 1000, so lines lie at 800 and 950. */
abstract class BudgetStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123Z");
    private static final Note NOTE = new Note("maria", "the campaign is extended");

    private final Budget openai =
            Budget.named("openai").limit("0.000001").per(Period.day()).build();
    private final Budget serp =
            Budget.named("serp").limit("0.000001").per(Period.hour()).build();
    private final BudgetStore store = create();
    private long number;

    abstract BudgetStore create();

    void close() {}

    @AfterEach
    void ledgerAddsUp() {
        try {
            assertThat(store.check("openai")).isNotEmpty().allMatch(LedgerCheck::agrees);
            assertThat(store.check("serp")).allMatch(LedgerCheck::agrees);
        } finally {
            close();
        }
    }

    @Test
    void open_newAccount_isEmpty() {
        Account account = open(openai);

        assertThat(account.totals()).isEqualTo(Totals.ZERO);
        assertThat(store.entries(account)).isEmpty();
        assertThat(account.budget()).isEqualTo(openai);
        assertThat(account.window()).isEqualTo(openai.windowAt(NOW));
    }

    @Test
    void entries_pageByPage_areAllInOrderAndOnce() {
        Account account = open(openai);
        Account other = open(serp);
        held(other, 1);
        for (int i = 1; i <= 7; i++) {
            settle(account, new Settlement(Entry.Kind.COMMIT, held(account, 10), 10, i));
        }

        List<Entry> read = new ArrayList<>();
        List<Entry> page = store.entries(account, null, 4);
        while (!page.isEmpty()) {
            assertThat(page.size()).isLessThanOrEqualTo(4);
            read.addAll(page);
            page = store.entries(account, page.get(page.size() - 1), 4);
        }

        assertThat(read).hasSize(14).isEqualTo(store.entries(account));
    }

    @Test
    void entries_noneAtMost_isRefused() {
        Account account = open(openai);

        assertThatThrownBy(() -> store.entries(account, null, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("most must be positive: 0");
    }

    @Test
    void open_again_isTheSameAccount() {
        hold(open(openai), 100);

        assertThat(open(openai).totals()).isEqualTo(new Totals(0, 100));
    }

    @Test
    void open_nextPeriod_isAnotherAccount() {
        hold(open(openai), 950);

        Account tomorrow = store.open(openai, openai.windowAt(NOW.plusSeconds(86_400)));

        assertThat(tomorrow.totals()).isEqualTo(Totals.ZERO);
        assertThat(open(openai).totals()).isEqualTo(new Totals(0, 950));
        assertThat(store.check("openai")).hasSize(2);
    }

    @Test
    void open_samePeriodStartOfAnotherKind_isAnotherAccount() {
        Budget hourly =
                Budget.named("openai").limit("0.000001").per(Period.hour()).build();
        Instant midnight = Instant.parse("2026-11-23T00:00:00Z");
        hold(store.open(openai, openai.windowAt(midnight)), 100);

        assertThat(store.open(hourly, hourly.windowAt(midnight)).totals()).isEqualTo(Totals.ZERO);
    }

    @Test
    void open_limitRaised_countsWhatWasSpentBefore() {
        hold(open(openai), 950);
        Account raised =
                open(Budget.named("openai").limit("0.000002").per(Period.day()).build());

        assertThat(raised.totals()).isEqualTo(new Totals(0, 950));
        assertThat(hold(raised, 950)).isInstanceOf(HoldResult.Held.class);
        assertThat(hold(raised, 1)).isInstanceOf(HoldResult.Lacking.class);
    }

    @Test
    void hold_upToTheStopLine_isHeldAndNotAUnitMore() {
        Account account = open(openai);

        assertThat(hold(account, 949)).isInstanceOf(HoldResult.Held.class);
        assertThat(hold(account, 2)).isEqualTo(new HoldResult.Lacking(account, new Totals(0, 949)));
        assertThat(hold(account, 1)).isInstanceOf(HoldResult.Held.class);
        assertThat(hold(account, 1)).isInstanceOf(HoldResult.Lacking.class);
        assertThat(account.totals()).isEqualTo(new Totals(0, 950));
    }

    @Test
    void hold_largestAmount_isRefusedWithoutOverflow() {
        Account account = open(openai);
        hold(account, 10);

        assertThat(hold(account, Long.MAX_VALUE)).isInstanceOf(HoldResult.Lacking.class);
        assertThat(account.totals()).isEqualTo(new Totals(0, 10));
    }

    @Test
    void hold_oneOfTwoHasTooLittle_holdsNothing() {
        Account first = open(openai);
        Account second = open(serp);
        hold(second, 900);

        HoldResult result = store.hold(id(), List.of(first, second), 100, NOW);

        assertThat(result).isEqualTo(new HoldResult.Lacking(second, new Totals(0, 900)));
        assertThat(first.totals()).isEqualTo(Totals.ZERO);
        assertThat(store.entries(first)).isEmpty();
    }

    @Test
    void hold_threshold_isAnnouncedOnce() {
        Account account = open(openai);

        assertThat(told(hold(account, 799))).isEmpty();
        ReservationId second = id();
        assertThat(told(store.hold(second, List.of(account), 1, NOW))).containsExactly(BudgetStatus.WARNING);
        settle(account, new Settlement(Entry.Kind.RELEASE, second, 1, 0));
        assertThat(told(hold(account, 1))).isEmpty();
        assertThat(told(hold(account, 150))).containsExactly(BudgetStatus.STOP);
    }

    @Test
    void settle_eachKind_leavesItsEntriesAndTheirSum() {
        Account account = open(openai);
        ReservationId committed = held(account, 100);
        ReservationId released = held(account, 200);
        ReservationId charged = held(account, 300);
        ReservationId overrun = held(account, 50);

        settle(account, new Settlement(Entry.Kind.COMMIT, committed, 100, 40));
        settle(account, new Settlement(Entry.Kind.RELEASE, released, 200, 0));
        settle(account, new Settlement(Entry.Kind.CHARGE, charged, 300, 300));
        settle(account, new Settlement(Entry.Kind.COMMIT, overrun, 50, 1_050));

        assertThat(account.totals()).isEqualTo(new Totals(1_390, 0));
        Instant at = NOW;
        assertThat(store.entries(account))
                .containsExactlyInAnyOrder(
                        new Entry(Entry.Kind.HOLD, committed, 100, 0, at),
                        new Entry(Entry.Kind.HOLD, released, 200, 0, at),
                        new Entry(Entry.Kind.HOLD, charged, 300, 0, at),
                        new Entry(Entry.Kind.HOLD, overrun, 50, 0, at),
                        new Entry(Entry.Kind.COMMIT, committed, -100, 40, at),
                        new Entry(Entry.Kind.RELEASE, released, -200, 0, at),
                        new Entry(Entry.Kind.CHARGE, charged, -300, 300, at),
                        new Entry(Entry.Kind.COMMIT, overrun, -50, 50, at),
                        new Entry(Entry.Kind.OVERRUN, overrun, 0, 1_000, at));
    }

    @Test
    void settle_overrunOverBothLines_announcesBoth() {
        Account account = open(openai);
        ReservationId reservation = held(account, 10);

        List<Posting> postings = settle(account, new Settlement(Entry.Kind.COMMIT, reservation, 10, 2_000));

        assertThat(postings).containsExactly(new Posting(account, new Totals(2_000, 0), openai.thresholds(), 1));
    }

    @Test
    void settle_costThatNoAccountCanKeep_isRefusedAndChangesNothing() {
        Account account = open(openai);
        ReservationId first = held(account, 10);
        ReservationId second = held(account, 10);
        settle(account, new Settlement(Entry.Kind.COMMIT, first, 10, Long.MAX_VALUE - 10));

        assertThatThrownBy(() -> settle(account, new Settlement(Entry.Kind.COMMIT, second, 10, Long.MAX_VALUE)))
                .isInstanceOf(LedgerException.class);

        assertThat(account.totals()).isEqualTo(new Totals(Long.MAX_VALUE - 10, 10));
    }

    @Test
    void settle_costThatFitsAloneButNotWithTheHolds_isRefusedAndChangesNothing() {
        Account account = open(openai);
        ReservationId first = held(account, 10);
        held(account, 20);

        assertThatThrownBy(() -> settle(account, new Settlement(Entry.Kind.COMMIT, first, 10, Long.MAX_VALUE - 19)))
                .isInstanceOf(LedgerException.class)
                .hasMessage("cannot record a cost of 9223372036.854775788 in budget \"openai\": the account would pass"
                        + " 9223372036.854775807");
        assertThat(account.totals()).isEqualTo(new Totals(0, 30));

        settle(account, new Settlement(Entry.Kind.COMMIT, first, 10, Long.MAX_VALUE - 20));
        assertThat(account.totals()).isEqualTo(new Totals(Long.MAX_VALUE - 20, 20));
        assertThat(hold(account, 1)).isInstanceOf(HoldResult.Lacking.class);
    }

    @Test
    void settle_secondAccountCannotKeepTheCost_changesNeither() {
        Account first = open(openai);
        Account second = open(serp);
        ReservationId both = id();
        store.hold(both, List.of(first, second), 10, NOW);
        held(second, 20);

        assertThatThrownBy(() -> store.settle(
                        new Settlement(Entry.Kind.COMMIT, both, 10, Long.MAX_VALUE - 5), List.of(first, second), NOW))
                .isInstanceOf(LedgerException.class);

        assertThat(first.totals()).isEqualTo(new Totals(0, 10));
        assertThat(second.totals()).isEqualTo(new Totals(0, 30));
        assertThat(store.entries(first)).hasSize(1);
    }

    @Test
    void settle_twoCostsThatFitOneByOne_recordsOneOfThem() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < overflowRounds(); round++) {
                Account account = store.open(openai, openai.windowAt(NOW.plusSeconds(86_400L * round)));
                AtomicInteger ready = new AtomicInteger(2);
                int recorded = 0;
                for (Future<Boolean> result : pool.invokeAll(List.of(large(account, ready), large(account, ready)))) {
                    recorded += result.get() ? 1 : 0;
                }
                assertThat(recorded).describedAs("round %d", round).isEqualTo(1);
                assertThat(account.totals()).isEqualTo(new Totals(Long.MAX_VALUE - 100, 10));
            }
        } finally {
            pool.shutdown();
        }
    }

    int overflowRounds() {
        return 10;
    }

    private Callable<Boolean> large(Account account, AtomicInteger ready) {
        Settlement settlement = new Settlement(Entry.Kind.COMMIT, held(account, 10), 10, Long.MAX_VALUE - 100);
        return () -> {
            ready.decrementAndGet();
            while (ready.get() > 0) {
                Thread.onSpinWait();
            }
            try {
                settle(account, settlement);
                return true;
            } catch (LedgerException tooLarge) {
                return false;
            }
        };
    }

    @Test
    void settle_inTheNextPeriod_belongsToThePeriodOfTheHold() {
        Account today = open(openai);
        ReservationId reservation = held(today, 100);
        Account tomorrow = store.open(openai, openai.windowAt(NOW.plusSeconds(86_400)));

        store.settle(new Settlement(Entry.Kind.COMMIT, reservation, 100, 70), List.of(today), NOW.plusSeconds(86_400));

        assertThat(today.totals()).isEqualTo(new Totals(70, 0));
        assertThat(tomorrow.totals()).isEqualTo(Totals.ZERO);
    }

    @Test
    void hold_manyThreads_neverPassesTheStopLineAndReachesIt() throws Exception {
        int threads = 8;
        List<Account> both = List.of(open(openai), open(serp));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Integer>> results = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                long engine = t;
                Callable<Integer> worker = () -> {
                    start.await();
                    int granted = 0;
                    for (int i = 0; i < 40; i++) {
                        List<Account> accounts = i % 3 == 0 ? both : List.of(both.get(i % 3 - 1));
                        granted += store.hold(new ReservationId(engine, i), accounts, 7, NOW) instanceof HoldResult.Held
                                ? 1
                                : 0;
                    }
                    return granted;
                };
                results.add(pool.submit(worker));
            }
            int granted = 0;
            for (Future<Integer> result : results) {
                granted += result.get();
            }
            assertThat(granted).isPositive();
        } finally {
            pool.shutdown();
        }

        // 950 / 7 = 135, rest 5; more than that was asked of each.
        assertThat(both.get(0).totals()).isEqualTo(new Totals(0, 945));
        assertThat(both.get(1).totals()).isEqualTo(new Totals(0, 945));
        assertThat(store.entries(both.get(0))).hasSize(135);
    }

    @Test
    void adjust_refund_givesRoomBackAndArmsTheLines() {
        Account account = open(openai);
        ReservationId reservation = held(account, 940);
        settle(account, new Settlement(Entry.Kind.COMMIT, reservation, 940, 940));

        Posting posting = adjust(account, refund(200));

        assertThat(posting.after()).isEqualTo(new Totals(740, 0));
        assertThat(posting.reached()).isEmpty();
        assertThat(posting.round()).isEqualTo(2);
        HoldResult again = hold(account, 60);
        assertThat(told(again)).containsExactly(BudgetStatus.WARNING);
        assertThat(((HoldResult.Held) again).postings().get(0).round()).isEqualTo(2);
        assertThat(hold(account, 151)).isInstanceOf(HoldResult.Lacking.class);
        assertThat(hold(account, 150)).isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void adjust_refundOfMoreThanIsSpent_isRefusedAndChangesNothing() {
        Account account = open(openai);
        ReservationId reservation = held(account, 100);
        settle(account, new Settlement(Entry.Kind.COMMIT, reservation, 100, 70));

        assertThatThrownBy(() -> adjust(account, refund(71)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining(
                        "cannot record REFUND of 0.000000071 in budget \"openai\": only 0.00000007 is spent");

        assertThat(account.totals()).isEqualTo(new Totals(70, 0));
        adjust(account, refund(70));
        assertThat(account.totals()).isEqualTo(Totals.ZERO);
    }

    @Test
    void adjust_severalAccountsOfWhichOneCannot_changesNone() {
        Account first = open(openai);
        Account second = open(serp);
        ReservationId reservation = held(first, 100);
        settle(first, new Settlement(Entry.Kind.COMMIT, reservation, 100, 100));

        assertThatThrownBy(() -> store.adjust(refund(50), List.of(first, second), NOW))
                .isInstanceOf(LedgerException.class);

        assertThat(first.totals()).isEqualTo(new Totals(100, 0));
        assertThat(store.entries(first)).hasSize(2);
    }

    @Test
    void adjust_correctionUp_isRecordedInFullBeyondTheLines() {
        Account account = open(openai);

        Posting posting = adjust(account, new Adjustment(Entry.Kind.ADJUSTMENT, id(), 1_200, null, NOTE));

        assertThat(posting.after()).isEqualTo(new Totals(1_200, 0));
        assertThat(told(posting)).containsExactly(BudgetStatus.WARNING, BudgetStatus.STOP);
        adjust(account, new Adjustment(Entry.Kind.ADJUSTMENT, id(), -1_199, null, NOTE));
        assertThat(account.totals()).isEqualTo(new Totals(1, 0));
        assertThat(store.entries(account)).extracting(Entry::note).containsOnly(Optional.of(NOTE));
    }

    @Test
    void adjust_credit_movesTheLines() {
        Account account = open(openai);
        assertThat(told(hold(account, 900))).containsExactly(BudgetStatus.WARNING);

        Posting posting = adjust(account, new Adjustment(Entry.Kind.CREDIT, id(), 1_000, null, NOTE));

        assertThat(posting.after()).isEqualTo(new Totals(0, 900, 1_000));
        assertThat(account.budget().limitUnits()).isEqualTo(2_000);
        assertThat(told(hold(account, 700))).containsExactly(BudgetStatus.WARNING);
        assertThat(hold(account, 301)).isInstanceOf(HoldResult.Lacking.class);
        assertThat(told(hold(account, 300))).containsExactly(BudgetStatus.STOP);
    }

    @Test
    void override_untilItIsOver_raisesTheLimit() {
        Account account = open(openai);
        Instant until = NOW.plusSeconds(60);
        adjust(account, new Adjustment(Entry.Kind.OVERRIDE, id(), 1_000, until, NOTE));
        hold(account, 1_000);

        assertThat(account.dueMillis()).isEqualTo(until.toEpochMilli());
        assertThat(store.hold(id(), List.of(account), 100, until.minusMillis(1)))
                .isInstanceOf(HoldResult.Held.class);
        assertThat(store.hold(id(), List.of(account), 100, until)).isEqualTo(new HoldResult.Due(account));

        Posting posting = store.tend(account, until);

        assertThat(posting.after()).isEqualTo(new Totals(0, 1_100, 0));
        assertThat(told(posting)).containsExactly(BudgetStatus.WARNING, BudgetStatus.STOP);
        assertThat(account.dueMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(account.budget().limitUnits()).isEqualTo(1_000);
        assertThat(store.hold(id(), List.of(account), 1, until)).isInstanceOf(HoldResult.Lacking.class);
        assertThat(store.tend(account, until).reached()).isEmpty();
    }

    @Test
    void override_severalThatOverlap_endOneByOne() {
        Account account = open(openai);
        adjust(account, new Adjustment(Entry.Kind.OVERRIDE, id(), 100, NOW.plusSeconds(60), NOTE));
        ReservationId second = id();
        adjust(account, new Adjustment(Entry.Kind.OVERRIDE, second, 200, NOW.plusSeconds(120), NOTE));

        store.tend(account, NOW.plusSeconds(60));
        assertThat(account.totals().allowance()).isEqualTo(200);
        adjust(account, new Adjustment(Entry.Kind.OVERRIDE_ENDED, second, 0, null, NOTE));

        assertThat(account.totals()).isEqualTo(Totals.ZERO);
        assertThat(account.dueMillis()).isEqualTo(Long.MAX_VALUE);
        adjust(account, new Adjustment(Entry.Kind.OVERRIDE_ENDED, second, 0, null, NOTE));
        adjust(account, new Adjustment(Entry.Kind.OVERRIDE_ENDED, id(), 0, null, NOTE));
        assertThat(account.totals()).isEqualTo(Totals.ZERO);
    }

    @Test
    void open_limitLoweredBelowWhatIsSpent_refusesUntilMoneyComesBack() {
        Account account = open(openai);
        ReservationId reservation = held(account, 700);
        settle(account, new Settlement(Entry.Kind.COMMIT, reservation, 700, 700));
        Account lowered =
                open(Budget.named("openai").limit("0.0000005").per(Period.day()).build());

        assertThat(told(store.tend(lowered, NOW))).containsExactly(BudgetStatus.WARNING, BudgetStatus.STOP);
        assertThat(lowered.totals()).isEqualTo(new Totals(700, 0));
        assertThat(hold(lowered, 1)).isInstanceOf(HoldResult.Lacking.class);
        adjust(lowered, refund(300));
        assertThat(hold(lowered, 75)).isInstanceOf(HoldResult.Held.class);
        assertThat(hold(lowered, 1)).isInstanceOf(HoldResult.Lacking.class);
    }

    @Test
    void follow_anotherDefinitionAppliedSince_itApplies() {
        Account account = open(openai);
        open(Budget.named("openai").limit("0.000002").per(Period.day()).build());

        Account next = store.follow(account, openai.windowAt(NOW.plusSeconds(86_400)), NOW.plusSeconds(86_400));

        assertThat(hold(next, 1_900)).isInstanceOf(HoldResult.Held.class);
        assertThat(next.budget().limitUnits()).isEqualTo(2_000);
    }

    @Test
    void follow_carryOver_takesWhatWasUnusedUpToTheCapOnce() {
        Budget saving = Budget.named("openai")
                .limit("0.000001")
                .carryOver("0.0000005")
                .per(Period.day())
                .build();
        Account account = open(saving);
        ReservationId reservation = held(account, 700);
        settle(account, new Settlement(Entry.Kind.COMMIT, reservation, 700, 600));
        hold(account, 100);
        adjust(account, new Adjustment(Entry.Kind.OVERRIDE, id(), 1_000, NOW.plusSeconds(60), NOTE));

        Account second = follow(account, 1);
        assertThat(second.totals()).isEqualTo(new Totals(0, 0, 300));
        assertThat(follow(account, 1).totals()).isEqualTo(new Totals(0, 0, 300));
        assertThat(second.budget().limitUnits()).isEqualTo(1_300);
        assertThat(store.entries(second)).extracting(Entry::kind).containsExactly(Entry.Kind.CARRY_OVER);
        assertThat(follow(second, 2).totals()).isEqualTo(new Totals(0, 0, 500));
        assertThat(follow(second, 4).totals()).isEqualTo(new Totals(0, 0, 500));
    }

    @Test
    void hold_sameKeyAgain_isTheFirstHold() {
        Account account = open(openai);
        ReservationId first = id();

        assertThat(store.hold(new HoldRequest(first, 100, NOW, key("order-17", "100")), List.of(account)))
                .isInstanceOf(HoldResult.Held.class);
        HoldResult again =
                store.hold(new HoldRequest(id(), 100, NOW.plusSeconds(5), key("order-17", "100")), List.of(account));

        assertThat(again).isEqualTo(new HoldResult.Repeated(first, 100, List.of(account), NOW, null));
        assertThat(account.totals()).isEqualTo(new Totals(0, 100));
        assertThat(store.entries(account)).hasSize(1);
    }

    @Test
    void hold_sameKeyAfterItsEnd_tellsHowItEnded() {
        Account account = open(openai);
        ReservationId first = id();
        HoldRequest request = new HoldRequest(first, 100, NOW, key("order-17", "100"));
        store.hold(request, List.of(account));
        assertThat(store.ended(first, List.of(account))).isEmpty();

        Settlement settlement = new Settlement(Entry.Kind.COMMIT, first, 100, 140);
        settle(account, settlement);

        HoldResult again = store.hold(request, List.of(account));
        assertThat(again).isEqualTo(new HoldResult.Repeated(first, 100, List.of(account), NOW, settlement));
        assertThat(store.ended(first, List.of(account))).contains(settlement);
        assertThat(account.totals()).isEqualTo(new Totals(140, 0));
    }

    @Test
    void hold_sameKeyInTheNextPeriod_isTheHoldOfThePeriodBefore() {
        Account account = open(openai);
        Account hourly = open(serp);
        ReservationId first = id();
        store.hold(new HoldRequest(first, 100, NOW, key("order-17", "100")), List.of(account, hourly));
        Instant later = NOW.plusSeconds(3_600);
        Account nextHour = store.open(serp, serp.windowAt(later));

        HoldResult.Repeated again = (HoldResult.Repeated)
                store.hold(new HoldRequest(id(), 100, later, key("order-17", "100")), List.of(account, nextHour));

        assertThat(again.accounts()).extracting(Account::window).containsExactly(account.window(), hourly.window());
        store.settle(new Settlement(Entry.Kind.COMMIT, first, 100, 60), again.accounts(), later);
        assertThat(hourly.totals()).isEqualTo(new Totals(60, 0));
        assertThat(nextHour.totals()).isEqualTo(Totals.ZERO);
    }

    @Test
    void hold_keyOfAnotherRequest_isAConflictThatTellsItsAgeAlone() {
        Account account = open(openai);
        store.hold(new HoldRequest(id(), 100, NOW, key("order-17", "100", "maria")), List.of(account));

        assertThatThrownBy(() -> store.hold(
                        new HoldRequest(id(), 200, NOW.plusSeconds(90), key("order-17", "200", "maria")),
                        List.of(account)))
                .isInstanceOf(IdempotencyConflictException.class)
                .hasMessageStartingWith("the key of this request was used PT1M30S ago")
                .hasMessageNotContainingAny("maria", "order-17", "200");
        assertThatThrownBy(() -> store.adjust(
                        new Adjustment(Entry.Kind.CREDIT, id(), 200, null, NOTE, key("order-17", "credit")),
                        List.of(account),
                        NOW))
                .isInstanceOf(IdempotencyConflictException.class);
        assertThat(account.totals()).isEqualTo(new Totals(0, 100));
    }

    @Test
    void hold_keyExpired_isHeldAnew() {
        Account account = open(openai);
        ReservationId second = id();
        store.hold(new HoldRequest(id(), 100, NOW, key("order-17", "100")), List.of(account));
        Instant expired = NOW.plusSeconds(7_200);

        assertThat(store.hold(
                        new HoldRequest(id(), 100, expired.minusMillis(1), key("order-17", "100")), List.of(account)))
                .isInstanceOf(HoldResult.Repeated.class);
        RequestKey anew = RequestKey.of("order-17", expired.plusSeconds(60), List.of("200"));
        assertThat(store.hold(new HoldRequest(second, 200, expired, anew), List.of(account)))
                .isInstanceOf(HoldResult.Held.class);
        assertThat(store.hold(new HoldRequest(id(), 200, expired, anew), List.of(account)))
                .isEqualTo(new HoldResult.Repeated(second, 200, List.of(account), expired, null));
        assertThat(account.totals()).isEqualTo(new Totals(0, 300));
    }

    @Test
    void hold_refused_leavesItsKeyFree() {
        Account account = open(openai);
        ReservationId filling = held(account, 900);
        RequestKey key = key("order-17", "100");

        assertThat(store.hold(new HoldRequest(id(), 100, NOW, key), List.of(account)))
                .isInstanceOf(HoldResult.Lacking.class);
        settle(account, new Settlement(Entry.Kind.RELEASE, filling, 900, 0));

        assertThat(store.hold(new HoldRequest(id(), 100, NOW, key), List.of(account)))
                .isInstanceOf(HoldResult.Held.class);
    }

    @Test
    void hold_oneKeyFromManyThreads_isHeldOnce() throws Exception {
        Account account = open(openai);
        int threads = 8;
        int rounds = 20;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<List<ReservationId>>> work = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                long engine = thread;
                work.add(() -> {
                    List<ReservationId> ids = new ArrayList<>();
                    for (int round = 0; round < rounds; round++) {
                        start.await();
                        HoldRequest request =
                                new HoldRequest(new ReservationId(engine, round), 1, NOW, key("order-" + round, "1"));
                        HoldResult result = store.hold(request, List.of(account));
                        ids.add(
                                result instanceof HoldResult.Held held
                                        ? held.reservation()
                                        : ((HoldResult.Repeated) result).reservation());
                    }
                    return ids;
                });
            }
            List<List<ReservationId>> all = new ArrayList<>();
            for (Future<List<ReservationId>> each : pool.invokeAll(work)) {
                all.add(each.get());
            }
            assertThat(all).allMatch(all.get(0)::equals);
        } finally {
            pool.shutdownNow();
        }
        assertThat(account.totals()).isEqualTo(new Totals(0, rounds));
    }

    @Test
    void settle_twoOwnersOfOneHoldAtOnce_endsOnce() throws Exception {
        Account account = open(openai);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(2);
        try {
            for (int round = 0; round < 20; round++) {
                ReservationId id = id();
                store.hold(new HoldRequest(id, 10, NOW, key("order-" + round, "10")), List.of(account));
                List<Callable<Boolean>> owners = new ArrayList<>();
                for (Entry.Kind kind : List.of(Entry.Kind.COMMIT, Entry.Kind.RELEASE)) {
                    Settlement end = new Settlement(kind, id, 10, kind == Entry.Kind.COMMIT ? 10 : 0);
                    owners.add(() -> {
                        start.await();
                        try {
                            store.settle(end, List.of(account), NOW);
                            return true;
                        } catch (LedgerException otherwise) {
                            assertThat(otherwise).hasMessageContaining("the ledger has it as");
                            return false;
                        }
                    });
                }
                int ended = 0;
                for (Future<Boolean> owner : pool.invokeAll(owners)) {
                    ended += owner.get() ? 1 : 0;
                }
                assertThat(ended).isEqualTo(1);
                assertThat(account.totals().held()).isZero();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void adjust_sameKeyAgain_changesNothing() {
        Account account = open(openai);
        RequestKey key = key("refund-17", "100");

        assertThat(store.adjust(new Adjustment(Entry.Kind.CREDIT, id(), 100, null, NOTE, key), List.of(account), NOW))
                .hasSize(1);
        assertThat(store.adjust(new Adjustment(Entry.Kind.CREDIT, id(), 100, null, NOTE, key), List.of(account), NOW))
                .isEmpty();

        assertThat(account.totals()).isEqualTo(new Totals(0, 0, 100));
    }

    @Test
    void adjust_refused_leavesItsKeyFree() {
        Account account = open(openai);
        Adjustment refund = new Adjustment(Entry.Kind.REFUND, id(), 100, null, null, key("refund-17", "100"));
        assertThatThrownBy(() -> store.adjust(refund, List.of(account), NOW)).isInstanceOf(LedgerException.class);
        ReservationId reservation = held(account, 100);
        settle(account, new Settlement(Entry.Kind.COMMIT, reservation, 100, 100));

        assertThat(store.adjust(refund, List.of(account), NOW)).hasSize(1);
        assertThat(account.totals()).isEqualTo(Totals.ZERO);
    }

    @Test
    void foresee_overrideThatIsOver_isLeftOutAndNothingIsRecorded() {
        Account account = open(openai);
        hold(account, 100);
        Instant until = NOW.plusSeconds(60);
        adjust(account, new Adjustment(Entry.Kind.OVERRIDE, id(), 1_000, until, NOTE));
        List<Entry> entries = store.entries(account);

        Outlook before = store.foresee(account, until.minusMillis(1));
        Outlook after = store.foresee(account, until);

        assertThat(before.budget().limitUnits()).isEqualTo(2_000);
        assertThat(after.budget().limitUnits()).isEqualTo(1_000);
        assertThat(after.totals()).isEqualTo(new Totals(0, 100, 0));
        assertThat(store.entries(account)).isEqualTo(entries);
    }

    final RequestKey key(String text, String... payload) {
        return RequestKey.of(text, NOW.plusSeconds(7_200), List.of(payload));
    }

    private Account follow(Account over, int days) {
        Instant at = NOW.plusSeconds(86_400L * days);
        return store.follow(over, openai.windowAt(at), at);
    }

    private Adjustment refund(long units) {
        return new Adjustment(Entry.Kind.REFUND, id(), units, null, null);
    }

    private Posting adjust(Account account, Adjustment adjustment) {
        return store.adjust(adjustment, List.of(account), NOW).get(0);
    }

    final BudgetStore store() {
        return store;
    }

    final Account open(Budget budget) {
        return store.open(budget, budget.windowAt(NOW));
    }

    final Budget openai() {
        return openai;
    }

    final ReservationId id() {
        return new ReservationId(0xCAFE, ++number);
    }

    final HoldResult hold(Account account, long units) {
        return store.hold(id(), List.of(account), units, NOW);
    }

    final ReservationId held(Account account, long units) {
        ReservationId id = id();
        assertThat(store.hold(id, List.of(account), units, NOW)).isInstanceOf(HoldResult.Held.class);
        return id;
    }

    final List<Posting> settle(Account account, Settlement settlement) {
        return store.settle(settlement, List.of(account), NOW);
    }

    private static List<BudgetStatus> told(HoldResult result) {
        assertThat(result).isInstanceOf(HoldResult.Held.class);
        return told(((HoldResult.Held) result).postings().get(0));
    }

    private static List<BudgetStatus> told(Posting posting) {
        return posting.reached().stream().map(Threshold::statusOrNull).toList();
    }
}
