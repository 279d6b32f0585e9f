package io.leadfactory.perf.run;

import io.leadfactory.perf.define.PerfException;

/** Says that an operation did not end within the scenario's hang limit, and what all threads were doing. */
public final class HangException extends PerfException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 40_000;

    /** The stacks of all threads, as text. */
    private final String dump;

    HangException(String message, HangStory story) {
        super(message + "\n" + story.lines() + "\n" + shortened(story.dump()));
        this.dump = story.dump();
    }

    private static String shortened(String dump) {
        if (dump.length() <= SHOWN) {
            return dump;
        }
        return dump.substring(0, dump.lastIndexOf('\n', SHOWN) + 1)
                + ".. and more: HangException.dump() has all stacks\n";
    }

    /**
     * Returns the stacks of all threads at the moment when the hang was found, the scenario's users first, virtual
     * ones of the whole JVM last, where the JDK can tell them.
     *
     * @return text of many lines
     */
    public String dump() {
        return dump;
    }
}
