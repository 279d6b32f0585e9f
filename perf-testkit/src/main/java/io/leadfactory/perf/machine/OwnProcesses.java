package io.leadfactory.perf.machine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the processes that belong to the system under test: this one, its descendants, and servers that are known by name
 * with theirs, because a database that somebody else started works for the operations all the same. Thread-safe.
 */
final class OwnProcesses {
    /**
     * Servers that tests use on the same machine. A process of such a name is taken for part of the system under test; of a
     * name that ends with an underscore the beginning is enough. The system cuts names to 15 characters.
     */
    static final Set<String> SERVERS = Set.of(
            "postgres",
            "postmaster",
            "mariadbd",
            "mysqld",
            "redis-server",
            "valkey-server",
            "mongod",
            "oracle",
            "oracle_",
            "ora_",
            "sqlservr",
            "clickhouse-serv",
            "rabbitmq-server",
            "beam.smp");

    private static final double NANOS_PER_TICK = 1e7;
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int ENDED_USER = 13;
    private static final int ENDED_SYSTEM = 14;

    private record Entry(String parent, String name, double cpuNanos, double endedNanos) {}

    private final HostFiles files;
    private final String self;
    private final Set<String> servers;

    OwnProcesses(HostFiles files, String self, Set<String> servers) {
        this.files = files;
        this.self = self;
        this.servers = servers;
    }

    /**
     * Returns the CPU time of each of them, with that of its children that have ended, by process number; of this process
     * the children's alone.
     */
    Map<String, Double> cpuNanos() {
        Map<String, Entry> all = new HashMap<>();
        for (String id : files.processes()) {
            files.firstLine("proc/" + id + "/stat").ifPresent(line -> parse(id, line, all));
        }
        Map<String, Double> own = new HashMap<>();
        all.forEach((id, process) -> {
            if (isOwn(id, all)) {
                own.put(id, process.endedNanos() + (id.equals(self) ? 0 : process.cpuNanos()));
            }
        });
        return own;
    }

    private boolean isOwn(String id, Map<String, Entry> all) {
        Set<String> seen = new HashSet<>();
        String at = id;
        while (seen.add(at)) {
            Entry process = all.get(at);
            if (at.equals(self) || (process != null && isServer(process.name()))) {
                return true;
            }
            if (process == null) {
                return false;
            }
            at = process.parent();
        }
        return false;
    }

    private boolean isServer(String name) {
        return servers.contains(name) || servers.contains(name.substring(0, name.indexOf('_') + 1));
    }

    /** The name stands in parentheses and may itself hold blanks and parentheses, so the last one counts; see proc(5). */
    private static void parse(String id, String line, Map<String, Entry> all) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 0 || close < open) {
            return;
        }
        String[] rest = line.substring(close + 1).trim().split(" +", ENDED_SYSTEM + 2);
        if (rest.length > ENDED_SYSTEM) {
            double ticks = HostFiles.number(rest[USER]) + HostFiles.number(rest[SYSTEM]);
            double ended = HostFiles.number(rest[ENDED_USER]) + HostFiles.number(rest[ENDED_SYSTEM]);
            String name = line.substring(open + 1, close).toLowerCase(Locale.ROOT);
            all.put(id, new Entry(rest[PARENT], name, ticks * NANOS_PER_TICK, ended * NANOS_PER_TICK));
        }
    }
}
