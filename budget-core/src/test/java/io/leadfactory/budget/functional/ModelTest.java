package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random operations, periods passing, compared after each with a model in whole numbers of any size. */
class ModelTest {
    private static final BigInteger LIMIT = BigInteger.valueOf(100_000_000_000L);
    private static final BigInteger STOP = BigInteger.valueOf(95_000_000_000L);

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    /** The figures of one day. */
    private static final class Day {
        private BigInteger spent = BigInteger.ZERO;
        private BigInteger held = BigInteger.ZERO;

        boolean hasRoom(BigInteger units) {
            return spent.add(held).add(units).compareTo(STOP) <= 0;
        }
    }

    private record Open(Reservation reservation, Day day, BigInteger units) {}

    @ParameterizedTest
    @CsvSource({
        "MEMORY,1,6000",
        "MEMORY,20261123,6000",
        "H2,20261123,300",
        "POSTGRESQL,20261123,300",
        "MARIADB,20261123,300"
    })
    void monitor_randomOperations_standsWhereTheModelStands(Stores store, long seed, int rounds) {
        Random random = new Random(seed);
        ManualClock clock = new ManualClock("2026-10-24T12:00:00Z");
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai")
                        .limit("100")
                        .per(Period.day())
                        .zone(ZoneId.of("Europe/Berlin"))
                        .build())
                .store(store.create())
                .clock(clock)
                .build());
        Map<String, Day> days = new HashMap<>();
        List<Open> open = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            String about = "store %s, seed %d, round %d".formatted(store, seed, i);
            Day today = days.computeIfAbsent(
                    clock.instant()
                            .atZone(ZoneId.of("Europe/Berlin"))
                            .toLocalDate()
                            .toString(),
                    date -> new Day());
            if (open.isEmpty() || random.nextInt(100) < 45) {
                reserve(monitor, random, today, open, about);
            } else {
                end(open.remove(random.nextInt(open.size())), random);
            }
            assertStands(monitor.balance("openai"), today, about);
            clock.advance(Duration.ofSeconds(random.nextInt(random.nextInt(50) == 0 ? 40_000 : 30)));
            today = days.computeIfAbsent(
                    clock.instant()
                            .atZone(ZoneId.of("Europe/Berlin"))
                            .toLocalDate()
                            .toString(),
                    date -> new Day());
            assertStands(monitor.balance("openai"), today, about);
        }
        assertThat(days).hasSizeGreaterThan(1);
    }

    private static void reserve(BudgetMonitor monitor, Random random, Day today, List<Open> open, String about) {
        BigInteger units = BigInteger.valueOf(1 + (long) (random.nextDouble() * 20_000_000_000L));
        Decision decision = monitor.tryReserve(Spend.of(new BigDecimal(units, NanoUnits.SCALE)));
        assertThat(decision.isGranted()).describedAs(about).isEqualTo(today.hasRoom(units));
        if (decision.isGranted()) {
            today.held = today.held.add(units);
            open.add(new Open(decision.reservation(), today, units));
        }
    }

    private static void end(Open open, Random random) {
        BigInteger cost;
        switch (random.nextInt(10)) {
            case 0 -> {
                open.reservation().close();
                cost = open.units();
            }
            case 1 -> {
                cost = open.units().add(BigInteger.valueOf(random.nextInt(1_000_000_000)));
                open.reservation().commit(new BigDecimal(cost, NanoUnits.SCALE));
            }
            case 2, 3, 4 -> {
                cost = BigInteger.valueOf(
                        (long) (random.nextDouble() * open.units().longValueExact()));
                open.reservation().commit(new BigDecimal(cost, NanoUnits.SCALE));
            }
            default -> {
                open.reservation().release();
                cost = BigInteger.ZERO;
            }
        }
        open.day().held = open.day().held.subtract(open.units());
        open.day().spent = open.day().spent.add(cost);
    }

    private static void assertStands(Balance balance, Day day, String about) {
        assertThat(balance.spent()).describedAs(about).isEqualByComparingTo(new BigDecimal(day.spent, 9));
        assertThat(balance.held()).describedAs(about).isEqualByComparingTo(new BigDecimal(day.held, 9));
        assertThat(balance.free())
                .describedAs(about)
                .isEqualByComparingTo(new BigDecimal(LIMIT.subtract(day.spent).subtract(day.held), 9));
    }
}
