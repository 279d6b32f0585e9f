package io.leadfactory.budget.metrics;

import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Binds budgets to a Micrometer registry. Thread-safe. Needs micrometer-core, which budget-core works without.
 *
 * <p>Each meter has one tag, {@code budget}, with the budget's name:
 *
 * <table>
 * <caption>The meters</caption>
 * <tr><th>name</th><th>kind</th><th>what</th><th>unit</th></tr>
 * <tr><td>{@code budget.limit}</td><td>gauge</td><td>the limit for a period</td><td>the budget's currency</td></tr>
 * <tr><td>{@code budget.spent}</td><td>gauge</td><td>spent in this period</td><td>the budget's currency</td></tr>
 * <tr><td>{@code budget.held}</td><td>gauge</td><td>held now</td><td>the budget's currency</td></tr>
 * <tr><td>{@code budget.free}</td><td>gauge</td><td>left of the limit, negative beyond it</td><td>the budget's
 * currency</td></tr>
 * <tr><td>{@code budget.share}</td><td>gauge</td><td>spent and held as a share of the limit, 1 at the limit</td><td>ratio
 * </td></tr>
 * <tr><td>{@code budget.status}</td><td>gauge</td><td>0 OK, 1 WARNING, 2 STOP</td><td>level</td></tr>
 * <tr><td>{@code budget.ledger.up}</td><td>gauge</td><td>1 if the ledger can be reached, 0 while it cannot or the balance
 * cannot be read from it</td><td>level</td></tr>
 * <tr><td>{@code budget.granted}</td><td>counter</td><td>reservations granted</td><td>reservations</td></tr>
 * <tr><td>{@code budget.refused}</td><td>counter</td><td>reservations refused</td><td>reservations</td></tr>
 * <tr><td>{@code budget.overrun}</td><td>counter</td><td>calls that cost more than their hold</td><td>calls</td></tr>
 * <tr><td>{@code budget.unpriced}</td><td>counter</td><td>calls that passed without a price</td><td>calls</td></tr>
 * </table>
 *
 * <p>Amounts are doubles here, since Micrometer knows nothing else: to be looked at, not to be reckoned with. Each gauge reads
 * the balance when it is read; one that cannot be told, such as of a ledger that fails or a monitor that is closed, is NaN.
 * The counters are those of {@link BudgetCounts}, whose words apply.
 *
 * <p>Once bound it follows the definitions of which the counts hear: a budget that is added gets its meters, and those of one that
 * is removed are removed. The instances of a template have none, since there may be very many.
 */
public final class BudgetMetrics implements MeterBinder {
    private static final String TAG = "budget";
    private static final List<String> NAMES = List.of(
            "budget.limit",
            "budget.spent",
            "budget.held",
            "budget.free",
            "budget.share",
            "budget.status",
            "budget.ledger.up",
            "budget.granted",
            "budget.refused",
            "budget.overrun",
            "budget.unpriced");

    private final Map<String, Budget> budgets = new LinkedHashMap<>(); // guarded by this
    private final List<MeterRegistry> registries = new ArrayList<>(); // guarded by this
    private final Function<String, Balance> balances;
    private final BudgetCounts counts;

    private BudgetMetrics(Collection<Budget> budgets, Function<String, Balance> balances, BudgetCounts counts) {
        budgets.stream()
                .filter(budget -> budget.forEach().isEmpty())
                .forEach(budget -> this.budgets.put(budget.name(), budget));
        this.balances = balances;
        this.counts = counts;
    }

    /**
     * {@return metrics to be bound}
     *
     * @param budgets the budgets: {@code monitor.budgets()}
     * @param balances where balances come from: {@code monitor::balance}
     * @param counts what counts, which is also a listener of the monitor
     * @throws IllegalArgumentException if one is null
     */
    public static BudgetMetrics of(
            Collection<Budget> budgets, Function<String, Balance> balances, BudgetCounts counts) {
        if (budgets == null || balances == null || counts == null) {
            throw new IllegalArgumentException("budgets, balances and counts must not be null");
        }
        BudgetMetrics metrics = new BudgetMetrics(budgets, balances, counts);
        counts.follow(metrics::redefine);
        return metrics;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        registries.add(registry);
        budgets.values().forEach(budget -> bind(registry, budget));
    }

    private synchronized void redefine(BudgetEvent.LimitChanged changed) {
        if (budgets.remove(changed.budget()) != null) {
            registries.forEach(registry -> unbind(registry, changed.budget()));
        }
        Budget after = changed.afterOrNull();
        if (after != null && after.forEach().isEmpty()) {
            budgets.put(after.name(), after);
            registries.forEach(registry -> bind(registry, after));
        }
    }

    private static void unbind(MeterRegistry registry, String budget) {
        for (String name : NAMES) {
            registry.find(name).tag(TAG, budget).meters().forEach(registry::remove);
        }
    }

    private void bind(MeterRegistry registry, Budget budget) {
        String unit = budget.currency().orElse("currency units");
        gauge(registry, budget, "budget.limit", "limit for a period", unit, money(Balance::limit));
        gauge(registry, budget, "budget.spent", "spent in this period", unit, money(Balance::spent));
        gauge(registry, budget, "budget.held", "held now", unit, money(Balance::held));
        gauge(registry, budget, "budget.free", "left of the limit", unit, money(Balance::free));
        gauge(registry, budget, "budget.share", "spent and held of the limit", "ratio", BudgetMetrics::share);
        gauge(registry, budget, "budget.status", "0 OK, 1 WARNING, 2 STOP", "level", BudgetMetrics::level);
        Gauge.builder("budget.ledger.up", () -> ledgerUp(budget))
                .description("1 if the ledger can be reached, 0 while it cannot")
                .baseUnit("level")
                .tag(TAG, budget.name())
                .register(registry);
        counter(registry, budget, "budget.granted", "reservations granted", "reservations", counts::granted);
        counter(registry, budget, "budget.refused", "reservations refused", "reservations", counts::refused);
        counter(registry, budget, "budget.overrun", "calls beyond their hold", "calls", counts::overrun);
        counter(registry, budget, "budget.unpriced", "calls without a price", "calls", counts::unpriced);
    }

    private void gauge(
            MeterRegistry registry,
            Budget budget,
            String name,
            String what,
            String unit,
            ToDoubleFunction<Balance> value) {
        Gauge.builder(name, () -> read(budget, value))
                .description(what)
                .baseUnit(unit)
                .tag(TAG, budget.name())
                .register(registry);
    }

    private double read(Budget budget, ToDoubleFunction<Balance> value) {
        try {
            return value.applyAsDouble(balances.apply(budget.name()));
        } catch (BudgetException cannotTell) {
            return Double.NaN;
        }
    }

    /** Not every store tells that its database is down: so the balance is read, too. */
    private double ledgerUp(Budget budget) {
        return counts.isLedgerUp(budget.name()) && !Double.isNaN(read(budget, any -> 1)) ? 1 : 0;
    }

    private void counter(
            MeterRegistry registry,
            Budget budget,
            String name,
            String what,
            String unit,
            ToLongFunction<String> count) {
        FunctionCounter.builder(name, counts, any -> count.applyAsLong(budget.name()))
                .description(what)
                .baseUnit(unit)
                .tag(TAG, budget.name())
                .register(registry);
    }

    private static ToDoubleFunction<Balance> money(Function<Balance, BigDecimal> amount) {
        return balance -> amount.apply(balance).doubleValue();
    }

    private static double share(Balance balance) {
        return balance.spent().add(balance.held()).doubleValue()
                / balance.limit().doubleValue();
    }

    private static double level(Balance balance) {
        return switch (balance.status()) {
            case OK -> 0;
            case WARNING -> 1;
            case STOP -> 2;
        };
    }
}
