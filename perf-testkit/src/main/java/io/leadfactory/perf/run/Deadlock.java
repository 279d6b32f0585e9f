package io.leadfactory.perf.run;

import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds threads that wait for each other. The JVM knows of platform threads only. */
final class Deadlock {
    /** A thread that waits for a lock; the owner is empty if it is not known. */
    record Link(String thread, String lock, String owner) {
        String describe() {
            return "\"" + thread + "\" waits for " + lock
                    + (owner.isEmpty() ? ", whose holder is not known" : ", held by \"" + owner + "\"");
        }
    }

    private Deadlock() {}

    static List<Link> among(ThreadMXBean jvm) {
        return links(waiting(jvm));
    }

    /** Returns the links if one of the threads is among them, else none. Names do not tell: each run has the same. */
    @SuppressWarnings("deprecation") // threadId() is not there on 17.
    static List<Link> of(List<Thread> own, ThreadMXBean jvm) {
        Set<Long> ids = own.stream().map(Thread::getId).collect(Collectors.toSet());
        List<ThreadInfo> waiting = waiting(jvm);
        return waiting.stream().anyMatch(info -> ids.contains(info.getThreadId())) ? links(waiting) : List.of();
    }

    private static List<ThreadInfo> waiting(ThreadMXBean jvm) {
        List<ThreadInfo> waiting = new ArrayList<>();
        long[] ids = jvm.findDeadlockedThreads();
        if (ids != null) {
            for (ThreadInfo info : jvm.getThreadInfo(ids)) {
                if (info != null && info.getThreadState() != Thread.State.TIMED_WAITING) {
                    waiting.add(info);
                }
            }
        }
        // One that waits for a time only will let go by itself.
        return ids != null && waiting.size() == ids.length ? waiting : List.of();
    }

    private static List<Link> links(List<ThreadInfo> waiting) {
        return waiting.stream()
                .map(info -> new Link(
                        info.getThreadName(),
                        String.valueOf(info.getLockName()),
                        String.valueOf(info.getLockOwnerName())))
                .toList();
    }

    static String describe(List<Link> links) {
        return links.stream().map(Link::describe).collect(Collectors.joining("; "));
    }
}
