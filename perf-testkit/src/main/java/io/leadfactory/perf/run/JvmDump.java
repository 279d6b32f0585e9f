package io.leadfactory.perf.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's own thread dump, which alone knows virtual threads: from JDK 21 on, and with their monitors from a later one on.
 * Empty where there is none. Immutable.
 *
 * <p>The JVM writes it into a file only, so it goes by way of a temporary one. Asked by name, because the baseline JDK does
 * not have it.
 */
final class JvmDump {
    private static final String STRING = "java.lang.String";
    private static final Pattern SECTION = Pattern.compile("\\R(?=#\\d+ \")");
    private static final Pattern WAITS = Pattern.compile("- (?:waiting to lock|parking to wait for|waiting on) <(.+)>");

    private final List<String> sections;

    private JvmDump(List<String> sections) {
        this.sections = List.copyOf(sections);
    }

    static JvmDump take() {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("perf-dump");
            Path file = folder.resolve("threads.txt").toAbsolutePath();
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                            "dumpThreads",
                            new Object[] {file.toString(), "TEXT_PLAIN"},
                            new String[] {STRING, STRING});
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException | JMException | RuntimeException none) {
            // JDK 17 to 20, another JVM, or no room: the stacks that the kit takes itself must do.
            return new JvmDump(List.of());
        } finally {
            delete(folder);
        }
    }

    static JvmDump parse(String text) {
        List<String> sections = new ArrayList<>();
        for (String section : SECTION.split(text, -1)) {
            if (section.startsWith("#")) {
                sections.add(section.strip());
            }
        }
        return new JvmDump(sections);
    }

    List<String> virtualThreads() {
        return sections.stream().filter(JvmDump::isVirtual).toList();
    }

    /** Returns what a virtual thread waits for and who holds it, as far as the dump tells. */
    Optional<Deadlock.Link> waitOf(String thread) {
        for (String section : virtualThreads()) {
            Matcher waits = WAITS.matcher(section);
            if (name(section).equals(thread) && waits.find()) {
                return Optional.of(new Deadlock.Link(thread, waits.group(1), owner(waits.group(1))));
            }
        }
        return Optional.empty();
    }

    private String owner(String lock) {
        return sections.stream()
                .filter(section -> section.contains("- locked <" + lock + ">"))
                .map(JvmDump::name)
                .findFirst()
                .orElse("");
    }

    private static boolean isVirtual(String section) {
        return section.lines().findFirst().orElse("").contains("\" virtual");
    }

    private static String name(String section) {
        int from = section.indexOf('"') + 1;
        int to = section.indexOf('"', from);
        return from > 0 && to > from ? section.substring(from, to) : "";
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve("threads.txt"));
            Files.deleteIfExists(folder);
        } catch (IOException left) {
            // A file more in the folder for temporary ones.
        }
    }
}
