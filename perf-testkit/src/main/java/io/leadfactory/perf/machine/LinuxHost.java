package io.leadfactory.perf.machine;

import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;

/** The figures of Linux; unknown on other systems, whose files are not there. Thread-safe. */
final class LinuxHost implements HostSource {
    static final HostSource SYSTEM = new LinuxHost(
            HostFiles.system(),
            Long.toString(ProcessHandle.current().pid()),
            OwnProcesses.SERVERS,
            Runtime.getRuntime().availableProcessors());

    private final HostFiles files;
    private final OwnProcesses processes;
    private final int cores;
    private final BitSet allowed;
    private final Optional<String> obstacle;

    LinuxHost(HostFiles files, String self, Set<String> servers, int cores) {
        this.files = files;
        this.processes = new OwnProcesses(files, self, servers);
        this.cores = cores;
        this.allowed = CpuCounters.list(
                files.value("proc/self/status", "Cpus_allowed_list").orElse(""));
        this.obstacle = findObstacle();
    }

    @Override
    public HostReading read() {
        CpuCounters counters = counters();
        return new HostReading(
                cores,
                counters.busyNanos(),
                counters.stealNanos(),
                processNanos(),
                ControlGroup.throttledNanos(files),
                processes.cpuNanos());
    }

    @Override
    public ThreadWait threadWait() {
        return ScheduleFile.open(files.path("proc/thread-self/schedstat"));
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    private CpuCounters counters() {
        return CpuCounters.of(files.lines("proc/stat"), allowed);
    }

    private Optional<String> findObstacle() {
        CpuCounters counters = counters();
        try (ThreadWait wait = threadWait()) {
            if (wait.nanos() < 0) {
                return HostSource.none().obstacle();
            }
        }
        if (counters.cores() == 0) {
            return Optional.of("the system does not tell what its cores do");
        }
        double quota = ControlGroup.of(files).quotaCores();
        if (quota < counters.cores()) {
            return Optional.of("a quota holds this process to " + quota + " cores' time");
        }
        if (counters.cores() != cores) {
            return Optional.of("the JVM counts " + cores + " cores, but may run on " + counters.cores());
        }
        return Optional.empty();
    }

    private static double processNanos() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            long nanos = system.getProcessCpuTime();
            return nanos < 0 ? Double.NaN : nanos;
        }
        return Double.NaN;
    }
}
