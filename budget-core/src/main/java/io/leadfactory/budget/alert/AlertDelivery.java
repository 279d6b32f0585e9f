package io.leadfactory.budget.alert;

import io.leadfactory.budget.ledger.AlertOutbox;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.UntoldLine;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Threshold;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that each line that a ledger has as reached is told at least once. Thread-safe.
 *
 * <p>Whoever reaches a line tells it at once, on the thread that spends. Then a daemon thread says so in the ledger, and
 * every ten seconds it looks for lines of which nobody has said so for longer than {@link AlertOutbox#GRACE}, because a
 * process died in between or a listener failed, and tells them. Should this process die
 *
 * <ul>
 *   <li>before the commit, nothing was reached;
 *   <li>between the commit and the listeners, the next one that looks tells the line;
 *   <li>between the listeners and the ledger, it tells it a second time, under the same id.
 * </ul>
 *
 * <p>With a clock other than the system's, such as one that a test moves, the ledger is told on the thread that spends.
 */
public final class AlertDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Alerts alerts;
    private final AlertOutbox outbox;
    private final Function<String, Optional<Budget>> defined;
    private final Clock clock;
    private final boolean prompt;
    private final Queue<UntoldLine> heard = new ConcurrentLinkedQueue<>();
    private final ReentrantLock confirming = new ReentrantLock();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean failing;

    /**
     * For the lines of the budgets that are defined when it looks.
     *
     * @param alerts who tells
     * @param outbox what was not told
     * @param defined the budget, or instance of a template, that is defined by a name now; empty if none is, and others tell its
     *     lines
     * @param clock what tells the time
     */
    public AlertDelivery(Alerts alerts, AlertOutbox outbox, Function<String, Optional<Budget>> defined, Clock clock) {
        this.alerts = alerts;
        this.outbox = outbox;
        this.defined = defined;
        this.clock = clock;
        this.prompt = clock.getClass() != Clock.systemUTC().getClass();
        WeakReference<AlertDelivery> self = new WeakReference<>(this);
        this.thread = new Thread(() -> run(self), "budget-alert-delivery");
        thread.setDaemon(true);
    }

    /** Tells what has waited too long, now and from now on. */
    public void start() {
        look();
        thread.start();
    }

    /** The listeners heard of what a posting reached. */
    void heard(Posting posting) {
        List<UntoldLine> lines = UntoldLine.of(posting, clock.instant());
        if (lines.isEmpty()) {
            return;
        }
        heard.addAll(lines);
        if (prompt || closed) {
            confirm();
        } else {
            LockSupport.unpark(thread);
        }
    }

    private static void run(WeakReference<AlertDelivery> self) {
        long nextLook = System.nanoTime() + LOOK.toNanos();
        while (true) {
            LockSupport.parkNanos(nextLook - System.nanoTime());
            AlertDelivery delivery = self.get();
            if (delivery == null || delivery.closed) {
                return;
            }
            delivery.confirm();
            if (System.nanoTime() - nextLook >= 0) {
                delivery.look();
                nextLook = System.nanoTime() + LOOK.toNanos();
            }
        }
    }

    /** Tells what has waited too long. What fails now is found by the next look. */
    void look() {
        try {
            Instant now = clock.instant();
            for (String name : outbox.waiting(now)) {
                Optional<Budget> budget = defined.apply(name);
                if (budget.isPresent()) {
                    look(budget.get(), now);
                }
            }
        } catch (LedgerException unreachable) {
            warn(unreachable);
            return;
        }
        confirm();
    }

    private void look(Budget budget, Instant now) {
        for (UntoldLine line : outbox.take(budget.name(), now)) {
            if (tell(budget, line)) {
                heard.add(line);
            }
        }
    }

    private boolean tell(Budget definition, UntoldLine line) {
        Budget lines = definition.withLimitUnits(line.limitUnits());
        Balance balance = lines.balanceOf(
                lines.windowAt(line.start()),
                line.totals().spent(),
                line.totals().held());
        boolean told = true;
        for (Threshold threshold : thresholds(lines, line.shareUnits())) {
            told &= alerts.tellAll(Alerts.reached(threshold, balance, line.round(), line.at()));
        }
        return told;
    }

    /** A share of which the definition no longer knows is told as one at which nothing begins. */
    private static List<Threshold> thresholds(Budget lines, long share) {
        List<Threshold> thresholds = lines.thresholds().stream()
                .filter(threshold -> threshold.shareUnits() == share)
                .toList();
        return thresholds.isEmpty()
                ? List.of(new Threshold(NanoUnits.toDecimal(share), Budget.lineUnits(lines.limitUnits(), share), null))
                : thresholds;
    }

    /** Says in the ledger what the listeners heard. What fails now is said with the next. */
    private void confirm() {
        confirming.lock();
        try {
            List<UntoldLine> lines = new ArrayList<>();
            for (UntoldLine line = heard.poll(); line != null; line = heard.poll()) {
                lines.add(line);
            }
            if (!lines.isEmpty()) {
                confirm(lines);
            }
        } finally {
            confirming.unlock();
        }
    }

    private void confirm(List<UntoldLine> lines) {
        try {
            outbox.told(lines, clock.instant());
            failing = false;
        } catch (LedgerException unreachable) {
            heard.addAll(lines);
            warn(unreachable);
        }
    }

    private void warn(LedgerException unreachable) {
        if (!failing && !closed) {
            failing = true;
            LOG.warn("cannot keep account of which lines were told, and will try again: {}", unreachable.getMessage());
        }
    }

    /** Says in the ledger what the listeners heard, and looks no more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        confirm();
    }
}
