package io.leadfactory.perf.run;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a stranger wants to know of a hang: who, since when, where, and who holds what is waited for. Taken before anybody is
 * interrupted. Immutable.
 */
final class HangStory {
    private static final List<String> PLATFORM = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private final String lines;
    private final String dump;

    private HangStory(String lines, String dump) {
        this.lines = lines;
        this.dump = dump;
    }

    static HangStory take(String member, Thread stuck, long nanos, List<Thread> own) {
        StackTraceElement[] stack = stuck.getStackTrace();
        Thread.State state = stuck.getState();
        JvmDump jvm = JvmDump.take();
        List<String> lines = new ArrayList<>();
        lines.add("who  : " + member + ", thread \"" + stuck.getName() + "\", " + state);
        lines.add("since: " + Instant.now().minusNanos(nanos).truncatedTo(ChronoUnit.MILLIS) + ", for "
                + Duration.ofNanos(nanos).toMillis() + " ms");
        lines.add("where: " + where(stack));
        link(stuck, jvm).ifPresent(link -> {
            lines.add("why  : " + link.describe());
            own.stream()
                    .filter(thread -> thread.getName().equals(link.owner()))
                    .findFirst()
                    .ifPresent(owner -> lines.add("holder: at " + where(owner.getStackTrace())));
        });
        List<Deadlock.Link> deadlock = Deadlock.of(own, ManagementFactory.getThreadMXBean());
        if (!deadlock.isEmpty()) {
            lines.add("deadlock: " + Deadlock.describe(deadlock));
        }
        return new HangStory(String.join("\n", lines), StackDump.take(own, jvm));
    }

    String lines() {
        return lines;
    }

    String dump() {
        return dump;
    }

    private static Optional<Deadlock.Link> link(Thread stuck, JvmDump jvm) {
        ThreadMXBean beans = ManagementFactory.getThreadMXBean();
        ThreadInfo info = beans.getThreadInfo(stuck.getId());
        if (info == null) {
            return jvm.waitOf(stuck.getName());
        }
        if (info.getLockName() == null) {
            return Optional.empty();
        }
        String owner = info.getLockOwnerName();
        return Optional.of(new Deadlock.Link(stuck.getName(), info.getLockName(), owner == null ? "" : owner));
    }

    /** The innermost frame that is not the JDK's, and what of the JDK it is in. */
    private static String where(StackTraceElement[] stack) {
        if (stack.length == 0) {
            return "no frame is known";
        }
        for (StackTraceElement frame : stack) {
            if (PLATFORM.stream().noneMatch(frame.getClassName()::startsWith)) {
                return frame.equals(stack[0]) ? render(frame) : render(frame) + ", in " + render(stack[0]);
            }
        }
        return render(stack[0]);
    }

    /** Without class loader and module, which say nothing to a stranger. */
    private static String render(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                + frame.getLineNumber() + ")";
    }
}
