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
        List<Link> links = new ArrayList<>();
        long[] ids = jvm.findDeadlockedThreads();
        if (ids != null) {
            for (ThreadInfo info : jvm.getThreadInfo(ids)) {
                if (info != null && info.getThreadState() != Thread.State.TIMED_WAITING) {
                    links.add(new Link(
                            info.getThreadName(),
                            String.valueOf(info.getLockName()),
                            String.valueOf(info.getLockOwnerName())));
                }
            }
        }
        // One that waits for a time only will let go by itself.
        return ids != null && links.size() == ids.length ? links : List.of();
    }

    /** Returns the links if one of the threads is among them, else none. */
    static List<Link> of(List<Thread> own, ThreadMXBean jvm) {
        Set<String> names = own.stream().map(Thread::getName).collect(Collectors.toSet());
        List<Link> links = among(jvm);
        return links.stream().anyMatch(link -> names.contains(link.thread())) ? links : List.of();
    }

    static String describe(List<Link> links) {
        return links.stream().map(Link::describe).collect(Collectors.joining("; "));
    }
}
