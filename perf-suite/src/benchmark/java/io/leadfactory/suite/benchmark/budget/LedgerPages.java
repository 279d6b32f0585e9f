package io.leadfactory.suite.benchmark.budget;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.ledger.BudgetSchema;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.suite.benchmark.database.DatabaseServer;
import io.leadfactory.suite.benchmark.database.VariantDatabase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How long a balance and a page of a statement take in one account with ten million entries, and how much memory it takes to read
 * them all: {@code mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.budget.LedgerPages}.
 */
public final class LedgerPages {
    private static final int ROWS = 10_000_000;
    private static final int QUICK_ROWS = 100_000;
    private static final int PAGE = 100;
    private static final int LOOKS = 200;
    private static final int STEPS = 20;
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private LedgerPages() {}

    /**
     * Fills the ledger, measures and prints.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        long rows = Boolean.getBoolean("bench.quick") ? QUICK_ROWS : ROWS;
        try (DatabaseServer server = DatabaseServer.postgres();
                VariantDatabase database = server.open("ledger", 2)) {
            System.out.println(server.product());
            BudgetSchema.create(database.dataSource());
            Budget budget = Budget.named("openai").limit("9000000000").build();
            BudgetStore store = BudgetStore.jdbc(database.dataSource());
            try (BudgetMonitor monitor =
                    BudgetMonitor.builder().budget(budget).store(store).build()) {
                fill(database, rows);
                print("balance", nanos(LOOKS, i -> monitor.balance("openai")));
                SplittableRandom random = new SplittableRandom(42);
                Entry[] places = places(monitor, rows);
                print(
                        "page of " + PAGE + " at a random place",
                        nanos(
                                LOOKS,
                                i -> monitor.entries(
                                        "openai", near(places[random.nextInt(places.length)], random), PAGE)));
                print("first page", nanos(LOOKS, i -> monitor.entries("openai", null, PAGE)));
                readAll(monitor);
                print("sum of all, once", nanos(1, i -> monitor.checkLedger()));
            }
        }
    }

    /** Pairs of a hold and its end, ten milliseconds after each other; the keys are made again at the end, as it is faster. */
    private static void fill(VariantDatabase database, long rows) {
        database.execute("alter table budget_entry drop constraint budget_entry_pk");
        database.execute("alter table budget_entry drop constraint budget_entry_account");
        database.execute("drop index budget_entry_by_account");
        database.execute(
                "insert into budget_entry (reservation, step, budget, period_kind, period_start, kind, held, spent,"
                        + " allowance, recorded_at) select '00000000cafecafe-' || (n / 2), n % 2, a.budget, a.period_kind,"
                        + " a.period_start, case n % 2 when 0 then 'HOLD' else 'COMMIT' end,"
                        + " case n % 2 when 0 then 100 else -100 end, case n % 2 when 0 then 0 else 70 end, 0, "
                        + START.toEpochMilli() + " + n * 5 from generate_series(0, " + (rows - 1)
                        + ") n, budget_account a");
        database.execute(
                "alter table budget_entry add constraint budget_entry_pk primary key (reservation, step, budget)");
        database.execute("create index budget_entry_by_account on budget_entry"
                + " (budget, period_kind, period_start, recorded_at, step, reservation)");
        database.execute("update budget_account set spent = spent + 70 * " + rows / 2);
        database.execute("vacuum analyze budget_entry");
    }

    /** Entries spread over the account, found by reading a page after an instant. */
    private static Entry[] places(BudgetMonitor monitor, long rows) {
        Entry first = monitor.entries("openai", null, 1).get(0);
        Entry[] places = new Entry[STEPS];
        for (int i = 0; i < STEPS; i++) {
            places[i] = at(first, START.plusMillis(rows * 5 / STEPS * i));
        }
        return places;
    }

    private static Entry near(Entry place, SplittableRandom random) {
        return at(place, place.at().plus(Duration.ofMillis(random.nextInt(1_000_000))));
    }

    private static Entry at(Entry like, Instant at) {
        return new Entry(like.kind(), like.reservation(), like.heldUnits(), like.spentUnits(), at);
    }

    private static void readAll(BudgetMonitor monitor) {
        long began = System.nanoTime();
        long read = 0;
        long most = 0;
        List<Entry> page = monitor.entries("openai", null, 1_000);
        while (!page.isEmpty()) {
            read += page.size();
            if (read % 100_000 == 0) {
                most = Math.max(most, usedAfterCollection());
            }
            page = monitor.entries("openai", page.get(page.size() - 1), 1_000);
        }
        System.out.printf(
                Locale.ROOT,
                "read %d entries in pages of 1000 in %d s, at most %d MB in use after a collection%n",
                read,
                (System.nanoTime() - began) / 1_000_000_000,
                most >> 20);
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private interface Look {
        Object look(int turn);
    }

    private static long[] nanos(int looks, Look look) {
        long[] nanos = new long[looks];
        for (int i = 0; i < looks; i++) {
            long began = System.nanoTime();
            if (look.look(i) == null) {
                throw new IllegalStateException("nothing was read");
            }
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static void print(String what, long[] nanos) {
        System.out.printf(
                Locale.ROOT,
                "%s: median %.2f ms, 99 %% %.2f ms, most %.2f ms%n",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }
}
