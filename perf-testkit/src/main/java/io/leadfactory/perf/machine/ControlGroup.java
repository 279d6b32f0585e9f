package io.leadfactory.perf.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The limits that a container puts on this process, after the files of control groups in version 2 and 1. Immutable.
 *
 * @param quotaCores how many cores' time it may use; not a number if there is no quota or it is unknown
 * @param memoryBytes how much memory it may use; not a number if there is no limit or it is unknown
 */
record ControlGroup(double quotaCores, double memoryBytes) {
    private static final String ROOT = "sys/fs/cgroup";
    /** Version 1 says "no limit" with a number near the largest long. */
    private static final double NO_LIMIT = 0x1p60;

    static ControlGroup of(HostFiles files) {
        double quota = Double.NaN;
        double memory = Double.NaN;
        for (String folder : folders(files, "")) {
            String[] parts = files.firstLine(folder + "/cpu.max").orElse("").split(" ", 2);
            if (parts.length == 2) {
                quota = smaller(quota, HostFiles.number(parts[0]) / HostFiles.number(parts[1]));
            }
            memory = smaller(memory, HostFiles.number(files.firstLine(folder + "/memory.max")));
        }
        for (String folder : folders(files, "cpu")) {
            double micros = HostFiles.number(files.firstLine(folder + "/cpu.cfs_quota_us"));
            quota = smaller(quota, micros / HostFiles.number(files.firstLine(folder + "/cpu.cfs_period_us")));
        }
        for (String folder : folders(files, "memory")) {
            memory = smaller(memory, HostFiles.number(files.firstLine(folder + "/memory.limit_in_bytes")));
        }
        return new ControlGroup(quota, memory);
    }

    /**
     * Returns for how long quotas held threads of this group back, added up over levels, because each counts its own quota
     * alone and only of a sum do differences mean something; not a number if unknown.
     */
    static double throttledNanos(HostFiles files) {
        double nanos = Double.NaN;
        for (String folder : folders(files, "")) {
            nanos = plus(nanos, files.value(folder + "/cpu.stat", "throttled_usec"), 1e3);
        }
        for (String folder : folders(files, "cpu")) {
            nanos = plus(nanos, files.value(folder + "/cpu.stat", "throttled_time"), 1);
        }
        return nanos;
    }

    private static double plus(double known, Optional<String> found, double unit) {
        double more = HostFiles.number(found) * unit;
        return Double.isNaN(more) ? known : Double.isNaN(known) ? more : known + more;
    }

    /** Returns the process's own folder of a controller and all above it; that of version 2 has no controller's name. */
    private static List<String> folders(HostFiles files, String controller) {
        String mount = controller.isEmpty() ? ROOT : ROOT + "/" + controller;
        List<String> folders = new ArrayList<>();
        for (String line : files.lines("proc/self/cgroup")) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains(controller)) {
                String below = parts[2];
                while (below.length() > 1) {
                    folders.add(mount + below);
                    below = below.substring(0, Math.max(0, below.lastIndexOf('/')));
                }
            }
        }
        // Inside a container its own group is mounted as the root, whatever the path says.
        folders.add(mount);
        return folders;
    }

    private static double smaller(double known, double found) {
        boolean limit = found > 0 && found < NO_LIMIT;
        return !limit ? known : Double.isNaN(known) ? found : Math.min(known, found);
    }
}
