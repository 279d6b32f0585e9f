package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Load;
import io.leadfactory.perf.define.Stage;

/** Which users of the closed model are wanted at what time: those whose number the level has reached. Immutable. */
final class Roster {
    /** When a user is not wanted any more. */
    static final long NEVER = Long.MAX_VALUE;

    private final Load load;
    private final int users;
    private final int atFirst;

    Roster(Load load, int users) {
        this.load = load;
        this.users = users;
        this.atFirst = load == Load.closed() ? users : (int) load.peak();
    }

    /** Returns whether all users are wanted all the time. */
    boolean isSteady() {
        return load.stages().isEmpty() && atFirst >= users;
    }

    /** Returns from when on a user is wanted, at the given offset or later. */
    long wantedFrom(int user, long offset) {
        double level = user + 1.0;
        long begin = 0;
        double last = atFirst;
        for (Stage stage : load.stages()) {
            long end = begin + stage.time().toNanos();
            last = stage.to();
            if (offset < end) {
                long at = Math.max(offset, begin);
                long reached = begin + reached(stage, level);
                boolean falls = stage.to() < stage.from();
                if (falls ? at < reached : Math.max(at, reached) < end) {
                    return falls ? at : Math.max(at, reached);
                }
            }
            begin = end;
        }
        return last >= level ? Math.max(offset, begin) : NEVER;
    }

    /** Returns when within a stage the level passes a value, on the way up or down; its length if it does not. */
    private static long reached(Stage stage, double level) {
        long length = stage.time().toNanos();
        if (stage.from() == stage.to()) {
            return stage.to() >= level ? 0 : length;
        }
        double share = (level - stage.from()) / (stage.to() - stage.from());
        return Math.round(Math.max(0, Math.min(1, share)) * length);
    }
}
