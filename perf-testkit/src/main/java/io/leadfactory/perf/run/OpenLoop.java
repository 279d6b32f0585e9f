package io.leadfactory.perf.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One user's measured operations in the open model. Whoever is free takes the next operation that is due, so a stalled
 * user does not hold the others' schedule. For one thread.
 */
final class OpenLoop implements OperationTimer.Loop {
    private final ScenarioRun run;
    private final OperationTimer timer;
    private final @Nullable Deck deck;

    OpenLoop(ScenarioRun run, OperationTimer timer, @Nullable Deck deck) {
        this.run = run;
        this.timer = timer;
        this.deck = deck;
    }

    @Override
    public void run() throws InterruptedException {
        long total = run.scenario.iterations().orElse(Long.MAX_VALUE);
        long duration = run.scenario.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        Arrivals.Due due = new Arrivals.Due();
        while (true) {
            run.arrivals.take(due);
            if (due.number() >= total || due.offset() >= duration) {
                return;
            }
            run.crew.checkCancelled();
            if (deck != null) {
                timer.choose(deck.at(due.number()));
            }
            timer.nextDue(due.offset());
        }
    }
}
