package io.leadfactory.audit.ledger;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What to verify, and whom to tell how far it is. Immutable. */
public final class Verification {
    private final @Nullable Long lane;
    private final long from;
    private final long to;
    private final Consumer<Progress> listener;

    private Verification(@Nullable Long lane, long from, long to, Consumer<Progress> listener) {
        this.lane = lane;
        this.from = from;
        this.to = to;
        this.listener = listener;
    }

    /**
     * How far a verification is. Immutable.
     *
     * @param lane the lane that is being read
     * @param number the last number read in it
     * @param events how many events were read so far
     * @param defects how many defects were found so far
     */
    public record Progress(long lane, long number, long events, long defects) {}

    /** {@return a verification of every event of every lane} */
    public static Verification all() {
        return new Verification(null, 1, Long.MAX_VALUE, progress -> {});
    }

    /**
     * {@return a verification of one lane}
     *
     * @param lane the lane
     */
    public static Verification lane(long lane) {
        return range(lane, 1, Long.MAX_VALUE);
    }

    /**
     * {@return a verification of a part of one lane} It takes the hash of the event before the first one on trust.
     *
     * @param lane the lane
     * @param from the first number, from 1
     * @param to the last number
     * @throws IllegalArgumentException if there is no number between
     */
    public static Verification range(long lane, long from, long to) {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException(
                    "a range must begin at 1 or later and not end before it begins: " + from + " to " + to);
        }
        return new Verification(lane, from, to, progress -> {});
    }

    /**
     * {@return the same verification, which tells how far it is after each page of a lane}
     *
     * @param listener is called in the thread that verifies, which its exceptions end
     */
    public Verification onProgress(Consumer<Progress> listener) {
        return new Verification(lane, from, to, listener);
    }

    @Nullable
    Long lane() {
        return lane;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    Consumer<Progress> listener() {
        return listener;
    }
}
