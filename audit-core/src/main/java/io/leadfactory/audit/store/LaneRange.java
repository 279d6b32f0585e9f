package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.Position;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The condition for a part of a lane, in the order of the primary key. */
final class LaneRange {
    static final String WHERE = " where position >= ? and position <= ? order by position limit ?";

    private LaneRange() {}

    /** Binds what {@link #WHERE} leaves open; no position is in a lane, or has a number, that positions cannot name. */
    static void bind(PreparedStatement select, long lane, long from, int limit) throws SQLException {
        boolean none = !Position.isLane(lane) || from > Position.MAX_NUMBER;
        select.setLong(1, none ? Long.MAX_VALUE : Position.of(lane, Math.max(from, 0)));
        select.setLong(2, none ? Long.MIN_VALUE : Position.of(lane, Position.MAX_NUMBER));
        select.setInt(3, limit);
    }

    /** Whether a lane is above all that positions can name. */
    static boolean isAbove(long lane) {
        return lane > 0 && !Position.isLane(lane);
    }

    /** The first position of a lane; of one below those that positions can name, the lowest. */
    static long begin(long lane) {
        return Position.isLane(lane) ? Position.of(lane, 0) : Long.MIN_VALUE;
    }
}
