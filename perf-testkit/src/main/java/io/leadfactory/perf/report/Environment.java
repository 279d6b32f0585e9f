package io.leadfactory.perf.report;

import io.leadfactory.perf.machine.FitnessCheck;
import io.leadfactory.perf.machine.MachineFingerprint;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

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
     * @return the lines of {@link MachineFingerprint#entries()}, the load, and the fitness if that was checked
     */
    public static Environment capture() {
        Map<String, String> entries =
                new LinkedHashMap<>(MachineFingerprint.current().entries());
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load >= 0) {
            entries.put("load", String.format(Locale.ROOT, "%.2f in the last minute", load));
        }
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
}
