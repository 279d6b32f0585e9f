package io.leadfactory.perf.run;

import io.leadfactory.perf.define.ThinkTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One user's measured operations in the closed model: the next begins when the last one ended. For one thread. */
final class ClosedLoop implements OperationTimer.Loop {
    /** While somebody waits until it is wanted, it looks so often whether there is anything left to do. */
    private static final long LOOK_NANOS = 100_000_000;

    private final ScenarioRun run;
    private final Worker user;
    private final OperationTimer timer;
    private final @Nullable Deck deck;
    private final long duration;
    private final ThinkTime thinkTime;
    private final Seeded pauses;

    ClosedLoop(ScenarioRun run, Worker user, OperationTimer timer, @Nullable Deck deck) {
        this.run = run;
        this.user = user;
        this.timer = timer;
        this.deck = deck;
        this.duration = run.scenario.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        this.thinkTime = run.scenario.thinkTime();
        this.pauses = Seeded.of(thinkTime.seed(), user.index());
    }

    @Override
    public void run() throws InterruptedException {
        if (run.roster.isSteady()) {
            work();
        } else {
            workWhenWanted();
        }
    }

    private void work() throws InterruptedException {
        long share = run.scenario.iterations().isPresent()
                ? run.share(run.scenario.iterations().getAsLong(), user.index())
                : Long.MAX_VALUE;
        if (thinkTime.isZero() && run.scenario.preparation().isEmpty()) {
            timer.backToBack(deck, share, duration);
            return;
        }
        for (long i = 0; i < share; i++) {
            if (i > 0 && !thinkTime.isZero()) {
                think();
            }
            if (duration != Long.MAX_VALUE && timer.now() >= duration) {
                return;
            }
            once(i);
        }
    }

    /** With a level that changes, whoever is wanted takes the next of all iterations, since nobody's share is known. */
    private void workWhenWanted() throws InterruptedException {
        long total = run.scenario.iterations().orElse(Long.MAX_VALUE);
        for (long i = 0; run.taken.get() < total; i++) {
            if (i > 0 && !thinkTime.isZero()) {
                think();
            }
            long now = timer.now();
            long wanted = run.roster.wantedFrom(user.index(), now);
            if (wanted >= duration) {
                return;
            }
            awaitWanted(wanted, total);
            if (run.taken.getAndIncrement() >= total) {
                return;
            }
            once(i);
        }
    }

    private void awaitWanted(long wanted, long total) throws InterruptedException {
        boolean looks = total != Long.MAX_VALUE;
        for (long now = timer.now(); looks && wanted - now > LOOK_NANOS && run.taken.get() < total; now = timer.now()) {
            timer.await(now + LOOK_NANOS);
        }
        if (run.taken.get() < total) {
            timer.await(wanted);
        }
    }

    private void once(long position) throws InterruptedException {
        run.crew.checkCancelled();
        if (deck != null) {
            timer.choose(deck.at(position));
        }
        timer.next();
    }

    private void think() throws InterruptedException {
        long shortest = thinkTime.shortest().toNanos();
        long room = thinkTime.longest().toNanos() - shortest;
        timer.await(timer.now() + shortest + (room == 0 ? 0 : (long) (pauses.fraction() * room)));
    }
}
