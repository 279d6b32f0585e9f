package io.leadfactory.perf.run;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes the stacks of all threads as text: a run's own first, then the JVM's other platform threads, then virtual ones. */
final class StackDump {
    private static final int MOST_CHARACTERS = 1 << 20;

    private StackDump() {}

    static String take(List<Thread> own, JvmDump jvm) {
        StringBuilder text = new StringBuilder();
        List<Deadlock.Link> links = Deadlock.among(ManagementFactory.getThreadMXBean());
        if (!links.isEmpty()) {
            text.append("deadlock: ").append(Deadlock.describe(links)).append('\n');
        }
        List<String> names = new ArrayList<>();
        for (Thread thread : own) {
            append(text, thread.getName(), thread.getState(), thread.getStackTrace());
            names.add(thread.getName());
        }
        Map<String, Thread> others = new TreeMap<>();
        Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
        for (Thread thread : stacks.keySet()) {
            if (!own.contains(thread)) {
                others.put(thread.getName() + " " + System.identityHashCode(thread), thread);
            }
        }
        for (Thread thread : others.values()) {
            StackTraceElement[] stack = stacks.get(thread);
            append(text, thread.getName(), thread.getState(), stack == null ? new StackTraceElement[0] : stack);
        }
        for (String virtual : jvm.virtualThreads()) {
            if (names.stream().noneMatch(name -> virtual.contains(" \"" + name + "\" "))) {
                text.append(virtual).append('\n');
            }
            if (text.length() > MOST_CHARACTERS) {
                return text.append("cut: there are more virtual threads than fit\n")
                        .toString();
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String name, Thread.State state, StackTraceElement[] stack) {
        text.append('"').append(name).append("\" ").append(state).append('\n');
        for (StackTraceElement frame : stack) {
            text.append("    at ").append(frame).append('\n');
        }
    }
}
