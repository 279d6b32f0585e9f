package io.leadfactory.perf.report;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one report of what several machines measured at the same time: percentiles come from the merged histograms and not
 * from averages of percentiles, and every limit on an operation's times is judged again on all samples together.
 *
 * <p>Counters are added up, and the operations of a mix stay apart. What cannot be merged (memory, ratios, sweeps, pauses for
 * garbage collection, counts over a whole run, figures of the caller's own) stays with each machine: its finding, and what it
 * rests on, in a row of its own. What fails on all samples, but failed on no machine, is INCONCLUSIVE. As a program: {@code
 * java -cp .. io.leadfactory.perf.report.MergeReports folder folder .. -o folder}; it ends with an {@link ExitCode}.
 */
public final class MergeReports {
    private static final String USAGE = "usage: MergeReports <report folder> <report folder> .. -o <folder>";

    private MergeReports() {}

    /**
     * Merges report folders, writes the report into another, prints its tables, and ends the process with an {@link
     * ExitCode}.
     *
     * @param arguments two folders or more, and {@code -o} with the folder to write into
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments).number());
    }

    static ExitCode run(String... arguments) {
        try {
            List<Path> folders = new ArrayList<>();
            Path out = null;
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i].equals("-o") && i + 1 < arguments.length) {
                    out = Path.of(arguments[++i]);
                } else {
                    folders.add(Path.of(arguments[i]));
                }
            }
            if (out == null || folders.size() < 2) {
                System.err.println(USAGE);
                return ExitCode.ERROR;
            }
            RunReport report = merge(folders);
            Path page = ReportFolder.open(out).write(report);
            System.out.print(ConsoleReport.plain().render(report, page));
            return ExitCode.of(report);
        } catch (ReportException | InvalidPathException e) {
            System.err.println(e.getMessage());
            return ExitCode.ERROR;
        }
    }

    /**
     * Merges what several machines measured.
     *
     * @param folders the machines' report folders, two or more, each with its histograms
     * @return one report
     * @throws ReportException if a folder cannot be read, or the machines did not measure the same: other scenarios, parts,
     *     limits or loads
     */
    public static RunReport merge(List<Path> folders) {
        if (folders.size() < 2) {
            throw new ReportException("cannot merge " + folders.size() + " report: give two folders or more");
        }
        List<MachineReport> machines = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Path folder : folders) {
            String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
            String free = name;
            for (int i = 2; !names.add(free); i++) {
                free = name + " " + i;
            }
            machines.add(MachineReport.read(folder, free));
        }
        try {
            return merged(machines);
        } catch (IllegalArgumentException | ClassCastException | IndexOutOfBoundsException | DateTimeException e) {
            throw new ReportException(
                    "cannot merge: a report does not have the shape of version " + JsonReport.SCHEMA + ": "
                            + Plain.line(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static RunReport merged(List<MachineReport> machines) {
        MachineReport first = machines.get(0);
        for (MachineReport other : machines) {
            other.scenarios().forEach(scenario -> first.scenario(scenario.text("id")));
            first.scenarios().forEach(scenario -> other.scenario(scenario.text("id")));
        }
        List<ScenarioReport> scenarios = first.scenarios().stream()
                .map(scenario -> new MergedScenario(machines, scenario).report())
                .toList();
        Map<String, String> groups = new LinkedHashMap<>();
        first.json().objects("groups").forEach(group -> groups.put(group.text("id"), group.text("title")));
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("machines", machines.size() + ", merged");
        for (MachineReport machine : machines) {
            JsonTree entries = machine.json().object("environment");
            entries.names().forEach(name -> environment.put(machine.name() + ": " + name, entries.text(name)));
        }
        return new RunReport(
                first.json().text("title"),
                machines.stream()
                        .map(machine -> Instant.parse(machine.json().text("startedAt")))
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                Duration.ofNanos(machines.stream()
                        .mapToLong(machine -> machine.json().whole("tookNanos"))
                        .max()
                        .orElse(0)),
                new Environment(environment),
                scenarios,
                groups);
    }

    /** Returns whether there was an instant at which all machines worked. */
    static boolean together(List<RestoredMeasurement> measured) {
        Instant lastStart = measured.stream()
                .map(RestoredMeasurement::startedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Instant firstEnd = measured.stream()
                .map(RestoredMeasurement::endedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return lastStart.isBefore(firstEnd);
    }
}
