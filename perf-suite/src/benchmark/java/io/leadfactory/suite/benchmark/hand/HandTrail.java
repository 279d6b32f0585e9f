package io.leadfactory.suite.benchmark.hand;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a hand-written trail keeps of a change. Thread-safe. */
public interface HandTrail {
    /** The row of one change, ready to be written. */
    interface Change {
        /** Sets the parameters of {@link HandTrail#insert()}. */
        void bind(PreparedStatement insert) throws SQLException;
    }

    /** {@return the statements that make its table} */
    List<String> schema();

    /** {@return the statement that inserts a row} */
    String insert();

    /** {@return the row of an insert} */
    Change inserted(Object id, String[] names, Object[] state);

    /** {@return the row of an update} */
    Change updated(Object id, String[] names, Object[] oldState, Object[] state, int @Nullable [] dirty);

    /** {@return the row of a delete} */
    Change deleted(Object id, String[] names, Object[] state);
}
