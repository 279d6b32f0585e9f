package io.leadfactory.audit.statement;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A statement that is about to be executed and will be recorded. For one thread. */
interface Captured {
    /** The row count of a statement that does not tell it. */
    int UNKNOWN = -1;

    /** Records it after its execution, with its row count. */
    void executed(int rows);

    /** Records that it was tried. */
    void failed(RuntimeException cause);

    /** Executes a mutation; nothing is recorded if it is not captured. */
    static int execute(@Nullable Captured captured, Supplier<Integer> mutation) {
        int rows;
        try {
            rows = mutation.get();
        } catch (RuntimeException e) {
            if (captured != null) {
                captured.failed(e);
            }
            throw e;
        }
        if (captured != null) {
            captured.executed(rows);
        }
        return rows;
    }
}
