package io.leadfactory.audit.ledger;

/**
 * Lane and number in one number, as they are stored: the lane in the upper {@value #LANE_BITS} bits below the sign, the number
 * in the lower {@value #NUMBER_BITS}. So the events of a lane stand together and in order in one narrow key.
 */
public final class Position {
    /** How many bits a lane has. */
    public static final int LANE_BITS = 43;

    /** How many bits a number has. */
    public static final int NUMBER_BITS = 20;

    /** The greatest number in a lane. */
    public static final long MAX_NUMBER = (1L << NUMBER_BITS) - 1;

    private Position() {}

    /**
     * {@return the position}
     *
     * @param lane the lane
     * @param number the number in it
     */
    public static long of(long lane, long number) {
        return lane << NUMBER_BITS | number;
    }

    /**
     * {@return the lane of a position}
     *
     * @param position the position
     */
    public static long lane(long position) {
        return position >> NUMBER_BITS;
    }

    /**
     * {@return the number of a position in its lane}
     *
     * @param position the position
     */
    public static long number(long position) {
        return position & MAX_NUMBER;
    }

    /**
     * {@return whether positions can name this lane} Those of tampered rows may be negative.
     *
     * @param lane the lane
     */
    public static boolean isLane(long lane) {
        return lane(of(lane, 0)) == lane;
    }
}
