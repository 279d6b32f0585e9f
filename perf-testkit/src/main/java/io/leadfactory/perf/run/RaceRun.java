package io.leadfactory.perf.run;

import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.Race;
import io.leadfactory.perf.measure.RaceOutcome;
import io.leadfactory.perf.measure.RaceOutcome.Violation;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.run.ProgressListener.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;

/**
 * One hunt for a race. For one thread; its actors share what is volatile here, the rest is handed on by a barrier.
 *
 * <p>Rounds are played in batches: the last actor to arrive at the barrier looks at the rounds of the batch that was, stops
 * at the first violation, and makes the states of the next one. Within a batch nothing but the {@link SpinGate} stands
 * between two rounds, so actors that take nanoseconds meet millions of times in a second. A batch grows while it takes less
 * than some milliseconds, so that states which are dear are not made in vain.
 *
 * <p>A busy machine may have put all threads on one core, where they never meet and nothing moves them apart. So a heat in
 * which hardly any round overlapped ends early, and the next one is played by new threads, which are placed anew.
 */
final class RaceRun<S> {
    private static final long HEAT_NANOS = 10_000_000;
    private static final double ENOUGH_OVERLAPPING = 0.02;
    private static final long BATCH_NANOS = 5_000_000;
    /** What lies between two actors at the gate anyway, so that the shortest actors are shifted by more than their time. */
    private static final double SMALLEST_SCALE_NANOS = 100;

    private final Race<S> race;
    // Whether actors overlap is a matter of real time, whatever clock drives other runs.
    private final TimeSource clock = TimeSource.system();
    private final Progress progress;
    private Crew crew;
    private SpinGate gate;
    private CyclicBarrier turn;
    private final List<RaceActor<S>> actors = new ArrayList<>();
    private final RaceTally tally = new RaceTally();
    private final long limit;
    private final boolean virtual;
    private final List<S> states = new ArrayList<>();
    private int batch;
    private double scaleNanos = SMALLEST_SCALE_NANOS;
    private long batchBegan;
    private long rounds;
    private volatile long shown;
    private long overlapping;
    private volatile long began;
    private long elapsed;
    private boolean over;
    private boolean heatOver;
    private long heatBegan;
    private long heatRounds;
    private long heatOverlapping;
    private @Nullable Violation violation;
    private @Nullable Throwable broken;

    RaceRun(Race<S> race, Progress progress) {
        this.race = race;
        this.progress = progress;
        this.virtual = race.virtual() && Threads.hasVirtual();
        this.crew = new Crew(race.name(), race.hangLimit(), virtual);
        this.gate = new SpinGate(crew, race.actors().size());
        this.turn = new CyclicBarrier(race.actors().size(), this::takeTurn);
        for (int i = 0; i < race.actors().size(); i++) {
            actors.add(new RaceActor<>(this, race, i));
        }
        this.limit = race.rounds().orElse(Long.MAX_VALUE);
    }

    RaceOutcome run() {
        play();
        while (!over) {
            crew = new Crew(race.name(), race.hangLimit(), virtual);
            gate = new SpinGate(crew, actors.size());
            turn = new CyclicBarrier(actors.size(), this::takeTurn);
            play();
        }
        Throwable failure = broken;
        if (failure != null) {
            throw new PerfException(
                    "race \"" + race.name() + "\" has no state for round " + (rounds + 1) + ": " + failure, failure);
        }
        return new RaceOutcome(
                race.name(),
                race.actors().stream().map(Race.Part::name).toList(),
                virtual,
                race.seed(),
                race.rounds().orElse(0),
                rounds,
                overlapping,
                tally.outcomes(),
                Duration.ofNanos(elapsed),
                violation);
    }

    private void play() {
        heatOver = false;
        heatBegan = clock.nanos();
        heatRounds = rounds;
        heatOverlapping = overlapping;
        crew.run(actors.stream().map(RaceActor::asMember).toList(), this::tick);
    }

    Crew crew() {
        return crew;
    }

    TimeSource clock() {
        return clock;
    }

    SpinGate gate() {
        return gate;
    }

    CyclicBarrier turn() {
        return turn;
    }

    /** How many rounds of this batch are to be played; 0 when the hunt or the heat is over. Changes only at the barrier. */
    int batch() {
        return over || heatOver ? 0 : batch;
    }

    S state(int inBatch) {
        return states.get(inBatch);
    }

    /** The number of the last round before this batch. */
    long played() {
        return rounds;
    }

    double scaleNanos() {
        return scaleNanos;
    }

    private void tick() {
        double byCount = race.rounds().isPresent() ? (double) shown / limit : 0;
        double byTime = (double) (clock.nanos() - began) / race.duration().toNanos();
        progress.progressed(Phase.MEASURE, Math.max(byCount, byTime));
    }

    /** Done by the last actor to arrive at the barrier, while all others wait. */
    private void takeTurn() {
        // States and the invariant are foreign code too, so they may hang.
        Pulse pulse = actors.stream()
                .filter(RaceActor::isCurrent)
                .map(RaceActor::pulse)
                .findFirst()
                .orElseGet(Pulse::new);
        pulse.begin();
        try {
            look();
            prepare();
        } catch (Throwable error) {
            broken = error;
            over = true;
        } finally {
            pulse.end();
        }
        elapsed = clock.nanos() - began;
    }

    private void look() {
        for (int i = 0; i < batch && violation == null; i++) {
            rounds++;
            overlapping += overlapped(i) ? 1 : 0;
            judge(i);
        }
        shown = rounds;
        over = violation != null;
    }

    private void judge(int inBatch) {
        RaceAnswers answers = new RaceAnswers(actors, inBatch);
        String outcome = answers.render();
        tally.add(outcome);
        for (RaceActor<S> actor : actors) {
            if (actor.answer(inBatch) instanceof RaceActor.Threw threw && !race.expects(threw.error())) {
                violate(outcome, "actor \"" + actor.name() + "\" threw " + threw.error(), threw.error());
                return;
            }
        }
        try {
            if (!race.invariant().holds(states.get(inBatch), answers)) {
                violate(outcome, "the invariant does not hold", null);
            }
        } catch (Throwable error) {
            violate(outcome, "the invariant does not hold: " + error, error);
        }
    }

    private void violate(String outcome, String reason, @Nullable Throwable cause) {
        String schedule = Nudge.describe(race.seed(), rounds, actors.size());
        violation = new Violation(rounds, outcome, reason, schedule, cause);
    }

    private boolean overlapped(int inBatch) {
        long latestBegin = Long.MIN_VALUE;
        long earliestEnd = Long.MAX_VALUE;
        for (RaceActor<S> actor : actors) {
            latestBegin = Math.max(latestBegin, actor.began(inBatch));
            earliestEnd = Math.min(earliestEnd, actor.ended(inBatch));
        }
        return latestBegin <= earliestEnd;
    }

    private void prepare() {
        long now = clock.nanos();
        if (rounds == 0) {
            began = now;
        }
        if (over || rounds >= limit || now - began >= race.duration().toNanos()) {
            over = true;
            return;
        }
        if (batch > 0) {
            scaleNanos = Math.max(
                    SMALLEST_SCALE_NANOS,
                    actors.stream().mapToDouble(RaceActor::medianNanos).max().orElse(0));
        }
        if (now - heatBegan > HEAT_NANOS
                && overlapping - heatOverlapping < ENOUGH_OVERLAPPING * (rounds - heatRounds)) {
            heatOver = true;
            batch = 0;
            return;
        }
        boolean quick = now - batchBegan < BATCH_NANOS;
        int size = batch == 0 ? 1 : quick ? batch * 2 : Math.max(1, batch / 2);
        batch = (int) Math.min(Math.min(size, race.statesAtATime()), limit - rounds);
        states.clear();
        for (int i = 0; i < batch; i++) {
            states.add(race.state().get());
        }
        batchBegan = clock.nanos();
    }
}
