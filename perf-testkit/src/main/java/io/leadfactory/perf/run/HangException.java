package io.leadfactory.perf.run;

import io.leadfactory.perf.define.PerfException;

/** Says that an operation did not end within the scenario's hang limit, and what all threads were doing. */
public final class HangException extends PerfException {
    private static final long serialVersionUID = 1L;

    /** The stacks of all threads, as text. */
    private final String dump;

    HangException(String message, String dump) {
        super(message);
        this.dump = dump;
    }

    /**
     * Returns the stacks of all threads at the moment when the hang was found, the scenario's users first.
     *
     * @return text of many lines
     */
    public String dump() {
        return dump;
    }
}
