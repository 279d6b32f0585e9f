package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Race;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One actor of a race on its own thread. What it took down of a batch is read by whoever takes the turn at the barrier. */
final class RaceActor<S> {
    /** What stands for the answer of an actor that threw. */
    record Threw(Throwable error) {}

    private final RaceRun<S> run;
    private final Race.Part<S> part;
    private final int index;
    private final Nudge nudge;
    private final Pulse pulse = new Pulse();
    private final long[] began;
    private final long[] ended;
    private final @Nullable Object[] answers;
    private volatile @Nullable Thread thread;

    RaceActor(RaceRun<S> run, Race<S> race, int index) {
        this.run = run;
        this.part = race.actors().get(index);
        this.index = index;
        this.nudge = new Nudge(race.seed(), index, race.actors().size());
        this.began = new long[race.statesAtATime()];
        this.ended = new long[race.statesAtATime()];
        this.answers = new Object[race.statesAtATime()];
    }

    Crew.Member asMember() {
        return new Crew.Member("actor " + part.name(), pulse, this::work);
    }

    private void work() throws Exception {
        thread = Thread.currentThread();
        double spinsPerNano = nudge.calibrate(run.clock()::nanos);
        while (true) {
            run.turn().await();
            int batch = run.batch();
            if (batch == 0) {
                return;
            }
            long played = run.played();
            double scale = run.scaleNanos();
            for (int i = 0; i < batch; i++) {
                long round = played + i + 1;
                run.gate().await(index, round);
                nudge.push(round, scale, spinsPerNano);
                act(i);
            }
        }
    }

    private void act(int inBatch) throws InterruptedException {
        S state = run.state(inBatch);
        pulse.begin();
        Object answer;
        long begun = run.clock().nanos();
        try {
            answer = part.work().act(state);
        } catch (Throwable error) {
            run.crew().checkCancelled();
            answer = new Threw(error);
        }
        ended[inBatch] = run.clock().nanos();
        pulse.end();
        began[inBatch] = begun;
        answers[inBatch] = answer;
        run.crew().forgetInterrupt();
    }

    boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    Pulse pulse() {
        return pulse;
    }

    String name() {
        return part.name();
    }

    boolean answers() {
        return part.answers();
    }

    @Nullable
    Object answer(int inBatch) {
        return answers[inBatch];
    }

    long began(int inBatch) {
        return began[inBatch];
    }

    long ended(int inBatch) {
        return ended[inBatch];
    }

    /** The median time of the batch that was. */
    double medianNanos() {
        int size = run.batch();
        long[] times = new long[size];
        for (int i = 0; i < size; i++) {
            times[i] = ended[i] - began[i];
        }
        Arrays.sort(times);
        return size == 0 ? 0 : times[size / 2];
    }
}
