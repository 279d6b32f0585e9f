package io.leadfactory.budget.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A monitor of one budget of 100 for a test. After it: nothing is held, each hold has ended once, the ledger adds up. */
final class PolicyWatch implements AfterEachCallback {
    private final BudgetMonitor monitor;
    private final @Nullable BudgetLine line;

    PolicyWatch() {
        this(BudgetStore.inMemory(), false);
    }

    PolicyWatch(BudgetStore store, boolean byLine) {
        monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .store(store)
                .build();
        line = byLine ? monitor.line("openai") : null;
    }

    BudgetMonitor monitor() {
        return monitor;
    }

    /** What makes functions spend, and prices a result by its text. */
    SpendingCall.Builder<String> spending(Spend spend) {
        return (line == null
                        ? SpendingCall.<String>builder(monitor::tryReserve, spend)
                        : SpendingCall.<String>builder(line, spend))
                .cost(BigDecimal::new);
    }

    /** A policy that holds 0.50 and prices a result by its text. */
    BudgetPolicyBuilder<String> policy() {
        return (line == null ? BudgetPolicy.<String>builder(monitor::tryReserve) : BudgetPolicy.<String>builder(line))
                .spend(Spend.of("0.50"))
                .cost(BigDecimal::new);
    }

    void spendAll() {
        monitor.reserve(Spend.of("95")).close();
    }

    String spent() {
        return monitor.balance("openai").spent().toPlainString();
    }

    /** How holds began and ended, in the order of the ledger. */
    List<Entry.Kind> kinds() {
        return monitor.entries("openai").stream().map(Entry::kind).toList();
    }

    /** One call was made: its hold ended this way, and that is what is spent. */
    void assertEnded(Entry.Kind end, String spent) {
        assertEntered(Entry.Kind.HOLD, end);
        assertThat(spent()).isEqualTo(spent);
    }

    /** Where each hold has entries of its own, these are they. */
    void assertEntered(Entry.Kind... kinds) {
        if (entersEach()) {
            assertThat(kinds()).containsExactly(kinds);
        }
    }

    /**
     * Waits until nothing is held, and that is entered: in memory the room comes back first. A test that waits for ever is ended by
     * its timeout.
     */
    void awaitNothingHeld() {
        while (monitor.balance("openai").held().signum() != 0 || (entersEach() && ends() < holds())) {
            Thread.onSpinWait();
        }
    }

    /** Whether each hold has entries of its own. */
    boolean entersEach() {
        return line == null || !line.isInMemory();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    void check() {
        assertThat(monitor.balance("openai").held()).describedAs("held").isZero();
        if (entersEach()) {
            checkEnds();
        }
        LedgerWatch.check(monitor);
    }

    private void checkEnds() {
        assertThat(ends()).describedAs("holds that ended").isEqualTo(holds());
    }

    private long holds() {
        return kinds().stream().filter(Entry.Kind.HOLD::equals).count();
    }

    private long ends() {
        return kinds().stream()
                .filter(kind -> kind != Entry.Kind.HOLD && kind != Entry.Kind.OVERRUN && kind != Entry.Kind.SETTLEMENT)
                .count();
    }
}
