package io.leadfactory.perf.machine;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run runs on, as far as times depend on it. Immutable. It never holds the name of a host or a user, nor arguments
 * of the command line that are not a known setting of the JVM.
 *
 * @param cpu the processor's model; "unknown" if the system does not tell
 * @param cores the cores that this JVM may use
 * @param memoryBytes the machine's memory, or the container's if that is less; not a number if unknown
 * @param os the operating system and its architecture
 * @param kernel the operating system's version
 * @param jdk the JDK's version, name and vendor
 * @param heapBytes how large the heap can become
 * @param collector the garbage collectors
 * @param flags settings of the JVM that change times, in alphabetical order
 * @param agents kinds of agents that this JVM runs with, as "jacoco"
 * @param container the limits that a container sets; empty if there are none
 */
public record MachineFingerprint(
        String cpu,
        int cores,
        double memoryBytes,
        String os,
        String kernel,
        String jdk,
        long heapBytes,
        String collector,
        List<String> flags,
        List<String> agents,
        String container) {
    private static final long LOW_HEAP = 256L << 20;
    private static final int KEY_BYTES = 5;
    private static final MachineFingerprint CURRENT =
            of(HostFiles.system(), ManagementFactory.getRuntimeMXBean().getInputArguments());

    /** Copies the lists. */
    public MachineFingerprint {
        flags = List.copyOf(flags);
        agents = List.copyOf(agents);
    }

    /**
     * Returns the fingerprint of this JVM and the machine below it.
     *
     * @return the fingerprint
     */
    public static MachineFingerprint current() {
        return CURRENT;
    }

    static MachineFingerprint of(HostFiles files, List<String> arguments) {
        ControlGroup group = ControlGroup.of(files);
        double memory = HostFiles.number(files.value("proc/meminfo", "MemTotal").map(text -> text.replace("kB", "")));
        return new MachineFingerprint(
                files.value("proc/cpuinfo", "model name").orElse("unknown"),
                Runtime.getRuntime().availableProcessors(),
                Double.isNaN(group.memoryBytes()) ? memory * 1024 : Math.min(memory * 1024, group.memoryBytes()),
                property("os.name") + " " + property("os.arch"),
                property("os.version"),
                property("java.version") + " (" + property("java.vm.name") + ", " + property("java.vendor") + ")",
                Runtime.getRuntime().maxMemory(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(MemoryManagerMXBean::getName)
                        .collect(Collectors.joining(", ")),
                JvmArguments.flags(arguments),
                JvmArguments.agents(arguments),
                container(group));
    }

    /**
     * Returns a short name of everything that makes times of two machines incomparable: processor, cores, memory in whole
     * gigabytes, system, feature version of the JDK, collector, flags, agents and the container's limits. Versions of the
     * kernel and updates of the JDK do not change it.
     *
     * @return ten hexadecimal digits
     */
    public String key() {
        String text = String.join(
                "\n",
                cpu,
                Integer.toString(cores),
                Double.isNaN(memoryBytes) ? "unknown" : Long.toString(Math.round(memoryBytes / (1L << 30))),
                os,
                jdk.split("[.+ ]", 2)[0],
                collector,
                String.join(" ", flags),
                String.join(" ", agents),
                container);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /**
     * Returns what makes this JVM's times worse than those of production, a clause each.
     *
     * @return "runs with jacoco", "interprets only (-Xint)" and their like; empty if nothing does
     */
    public List<String> warnings() {
        List<String> found = new ArrayList<>();
        agents.forEach(agent -> found.add("runs with " + agent));
        if (flags.contains("-Xint")) {
            found.add("interprets only (-Xint)");
        }
        if (flags.contains("-XX:TieredStopAtLevel=1")) {
            found.add("compiles with C1 only");
        }
        if (flags.stream().anyMatch(JvmArguments::enablesAssertions)) {
            found.add("has assertions on");
        }
        if (heapBytes < LOW_HEAP) {
            found.add(String.format(Locale.ROOT, "has a heap of %d MB at most", heapBytes >> 20));
        }
        return List.copyOf(found);
    }

    /**
     * Describes the machine for a report.
     *
     * @return name and value in the order in which they are shown
     */
    public Map<String, String> entries() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("machine", key());
        lines.put("cpu", cpu);
        lines.put("cores", Integer.toString(cores));
        if (!Double.isNaN(memoryBytes)) {
            lines.put("memory", String.format(Locale.ROOT, "%.1f GB", memoryBytes / (1L << 30)));
        }
        lines.put("os", os);
        lines.put("kernel", kernel);
        lines.put("jdk", jdk);
        lines.put("heap", String.format(Locale.ROOT, "up to %,d MB", heapBytes >> 20));
        lines.put("gc", collector);
        if (!flags.isEmpty()) {
            lines.put("flags", String.join(" ", flags));
        }
        if (!container.isEmpty()) {
            lines.put("container", container);
        }
        List<String> warnings = warnings();
        lines.put("jvm", warnings.isEmpty() ? "nothing that slows it" : String.join(", ", warnings));
        return lines;
    }

    private static String container(ControlGroup group) {
        List<String> limits = new ArrayList<>();
        if (!Double.isNaN(group.quotaCores())) {
            limits.add(String.format(Locale.ROOT, "%.2f cores' time", group.quotaCores()));
        }
        if (!Double.isNaN(group.memoryBytes())) {
            limits.add(String.format(Locale.ROOT, "%,.0f MB", group.memoryBytes() / (1 << 20)));
        }
        return String.join(", ", limits);
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
