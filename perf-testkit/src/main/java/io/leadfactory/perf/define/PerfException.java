package io.leadfactory.perf.define;

import org.jspecify.annotations.Nullable;

/** The base of every exception by which the kit says that it could not measure, judge or report. */
public class PerfException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was wanted, what was found and what to do
     */
    public PerfException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was wanted, what was found and what to do
     * @param cause what led to it, if there is one
     */
    public PerfException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
