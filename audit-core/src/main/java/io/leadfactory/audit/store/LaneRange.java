package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.Position;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The condition for a part of a lane, in the order of the primary key. */
final class LaneRange {
    static final String WHERE = " where position >= ? and position <= ? order by position limit ?";

    private LaneRange() {}

    /** Binds what {@link #WHERE} leaves open; no position is in a lane that positions cannot name. */
    static void bind(PreparedStatement select, long lane, long after, int limit) throws SQLException {
        boolean none = !Position.isLane(lane) || after >= Position.MAX_NUMBER;
        select.setLong(1, none ? Long.MAX_VALUE : Position.of(lane, Math.max(after + 1, 0)));
        select.setLong(2, none ? Long.MIN_VALUE : Position.of(lane, Position.MAX_NUMBER));
        select.setInt(3, limit);
    }

    /** The first position behind a lane; behind the last lane the last position of all. */
    static long behind(long lane) {
        return Position.isLane(lane)
                ? Math.max(Position.of(lane, Position.MAX_NUMBER), Position.of(lane + 1, 0))
                : lane;
    }
}
