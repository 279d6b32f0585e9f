package io.leadfactory.perf.run;

import java.util.List;

/** The stacks of all threads, for whoever looks into a run. */
public final class ThreadDump {
    private ThreadDump() {}

    /**
     * Takes the stacks of all threads of this JVM, virtual ones where the JDK can tell them. Stops the JVM for some
     * milliseconds.
     *
     * @return text of many lines, a deadlock first
     */
    public static String take() {
        return StackDump.take(List.of(), JvmDump.take());
    }
}
