package io.leadfactory.perf.evidence;

import io.leadfactory.perf.define.Scenario;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Locale;

/** The text of the file of facts: what was run on what. */
final class EvidenceFacts {
    private EvidenceFacts() {}

    static String render(Scenario scenario, String verdict, String second) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return "scenario: " + scenario.name() + "\n"
                + "users: " + scenario.users() + (scenario.virtual() ? " (virtual, where the JDK has them)" : "") + "\n"
                + "load model: " + scenario.load() + "\n"
                + "at: " + Instant.now() + "\n"
                + "jdk: " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")\n"
                + "os: " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + "\n"
                + "cores: " + Runtime.getRuntime().availableProcessors() + "\n"
                + "load of the machine: " + (load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load)) + "\n"
                + second + " (it judges nothing)\n"
                + "\nfirst run:\n" + verdict.strip() + "\n";
    }
}
