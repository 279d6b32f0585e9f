package io.leadfactory.perf.run;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes the stacks of all threads as text: a run's own first, virtual ones included, then the JVM's other platform threads. */
final class StackDump {
    private StackDump() {}

    static String take(List<Thread> own) {
        StringBuilder text = new StringBuilder();
        appendDeadlock(text);
        for (Thread thread : own) {
            append(text, thread.getName(), thread.getState(), thread.getStackTrace());
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
        return text.toString();
    }

    private static void appendDeadlock(StringBuilder text) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] ids = threads.findDeadlockedThreads();
        if (ids == null) {
            return;
        }
        text.append("deadlock:");
        for (ThreadInfo info : threads.getThreadInfo(ids)) {
            if (info != null) {
                text.append(" \"")
                        .append(info.getThreadName())
                        .append("\" waits for ")
                        .append(info.getLockName())
                        .append(" held by \"")
                        .append(info.getLockOwnerName())
                        .append("\";");
            }
        }
        text.append('\n');
    }

    private static void append(StringBuilder text, String name, Thread.State state, StackTraceElement[] stack) {
        text.append('"').append(name).append("\" ").append(state).append('\n');
        for (StackTraceElement frame : stack) {
            text.append("    at ").append(frame).append('\n');
        }
    }
}
