package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.machine.FitnessCheck;
import io.leadfactory.perf.machine.MachineFingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run ran on, as lines of name and value. Immutable. Never holds the name of a host or a user, nor the command line.
 *
 * @param entries the values by their names, in the order in which they are shown
 */
public record Environment(Map<String, String> entries) {
    /** Copies the entries. */
    public Environment {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /**
     * Describes this JVM and the machine below it.
     *
     * @return JDK, operating system, processor where it is known, cores, heap, garbage collector, load, what slows this JVM, the machine's short
     *     key for comparisons over time, and its fitness if that was checked
     */
    public static Environment capture() {
        Map<String, String> entries = new LinkedHashMap<>();
        Runtime runtime = Runtime.getRuntime();
        entries.put(
                "jdk",
                property("java.version") + " (" + property("java.vm.name") + ", " + property("java.vendor") + ")");
        entries.put("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        processor().ifPresent(model -> entries.put("cpu", model));
        entries.put("cores", Integer.toString(runtime.availableProcessors()));
        entries.put("heap", "up to " + Unit.BYTES.render((double) runtime.maxMemory()));
        entries.put(
                "gc",
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(MemoryManagerMXBean::getName)
                        .collect(Collectors.joining(", ")));
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load >= 0) {
            entries.put("load", String.format(Locale.ROOT, "%.2f in the last minute", load));
        }
        entries.put("jvm", slowdowns(ManagementFactory.getRuntimeMXBean()));
        // What is said above already stays as it is said there.
        MachineFingerprint.current().entries().forEach(entries::putIfAbsent);
        FitnessCheck.known().ifPresent(fitness -> entries.put("fitness", fitness.sentence()));
        return new Environment(entries);
    }

    /**
     * Returns the environment with one line more.
     *
     * @param name what it is, {@code "hibernate"}
     * @param value its value; shown to whoever reads the report
     * @return the environment; a line of the same name is replaced
     */
    public Environment with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(entries);
        more.put(name, value);
        return new Environment(more);
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static Optional<String> processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            // A processor that cannot be named is a line less, not a reason to fail a run.
            return Optional.empty();
        }
    }

    /** Names what makes figures of this JVM worse than elsewhere, without quoting its arguments. */
    private static String slowdowns(RuntimeMXBean jvm) {
        List<String> found = new ArrayList<>();
        for (String argument : jvm.getInputArguments()) {
            if (argument.startsWith("-javaagent:")) {
                found.add("runs with an agent");
            } else if (argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp")) {
                found.add("runs with a debugger");
            } else if (argument.equals("-Xint")) {
                found.add("interprets only (-Xint)");
            } else if (argument.equals("-XX:TieredStopAtLevel=1")) {
                found.add("compiles with C1 only");
            }
        }
        return found.isEmpty() ? "nothing that slows it" : String.join(", ", found);
    }
}
