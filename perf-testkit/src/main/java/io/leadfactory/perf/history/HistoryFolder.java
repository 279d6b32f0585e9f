package io.leadfactory.perf.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A folder with the last runs of each scenario on each machine: a file for the two, a line of JSON for each run.
 * Thread-safe.
 *
 * <p>Let the pipeline keep the folder from run to run, in its cache. Several processes may write at once: a file is
 * replaced as a whole under a lock. A line that cannot be read is left out and told about; a line of a newer version of
 * the kit is left out too, but kept in the file. No method throws because of what is in the folder, or because it cannot be
 * used.
 */
public final class HistoryFolder {
    /** How many runs are kept unless told otherwise. */
    public static final int DEFAULT_RUNS = 30;

    // A lock on a file belongs to the whole process, so threads of one take turns here.
    private static final Object TURN = new Object();

    private final Path path;
    private final int runs;

    private HistoryFolder(Path path, int runs) {
        this.path = path;
        this.runs = runs;
    }

    /**
     * Returns a folder that keeps the last 30 runs of each scenario.
     *
     * @param path the folder; created when it is first written
     * @return the folder
     */
    public static HistoryFolder at(Path path) {
        return new HistoryFolder(path, DEFAULT_RUNS);
    }

    /** Returns the same folder that keeps another number of runs, at least 1. */
    HistoryFolder keeping(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("a history keeps at least 1 run: " + number);
        }
        return new HistoryFolder(path, number);
    }

    /**
     * Reads the earlier runs of a scenario.
     *
     * @param scenario the scenario's id
     * @param machine what the machine is known by
     * @return what could be read, and a sentence for what could not
     */
    public History read(String scenario, String machine) {
        Path file = file(scenario, machine);
        if (!Files.exists(file)) {
            return History.none();
        }
        List<HistoryEntry> entries = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            for (HistoryLine line : lines(file)) {
                line.entry()
                        .filter(entry -> entry.scenario().equals(scenario)
                                && entry.machine().equals(machine))
                        .ifPresent(entries::add);
                line.problem().ifPresent(problem -> problems.add("history \"" + shown(file) + "\", " + problem));
            }
        } catch (IOException | UncheckedIOException | SecurityException e) {
            problems.add("cannot read history \"" + shown(file) + "\": " + why(e) + "; delete it to begin anew");
        }
        return new History(entries, problems);
    }

    /**
     * Adds a run, and forgets the oldest ones beyond the number to keep.
     *
     * @param entry what was measured
     * @return why it could not be added, in a sentence; empty if it was
     */
    public Optional<String> append(HistoryEntry entry) {
        Path file = file(entry.scenario(), entry.machine());
        synchronized (TURN) {
            try {
                Files.createDirectories(path);
                try (FileChannel lock = FileChannel.open(
                                path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var held = lock.lock()) {
                    replace(file, entry);
                    return held.isValid()
                            ? Optional.empty()
                            : Optional.of("the lock on history \"" + shown(file) + "\" was lost");
                }
            } catch (IOException | UncheckedIOException | SecurityException e) {
                return Optional.of("cannot add to history \"" + shown(file) + "\": " + why(e)
                        + "; choose a folder that can be written (-Dperf.history=..)");
            }
        }
    }

    private void replace(Path file, HistoryEntry entry) throws IOException {
        List<String> kept = new ArrayList<>();
        if (Files.exists(file)) {
            lines(file).stream()
                    .filter(HistoryLine::isKept)
                    .map(HistoryLine::text)
                    .forEach(kept::add);
        }
        kept.add(HistoryLine.write(entry));
        List<String> last = kept.subList(Math.max(0, kept.size() - runs), kept.size());
        Path draft = Files.createTempFile(path, "history", ".part");
        try {
            Files.write(draft, (String.join("\n", last) + "\n").getBytes(StandardCharsets.UTF_8));
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Reads bytes and not characters, because a broken file need not be text. */
    private static List<HistoryLine> lines(Path file) throws IOException {
        List<HistoryLine> lines = new ArrayList<>();
        int number = 0;
        for (String text : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            if (!text.isBlank()) {
                lines.add(HistoryLine.read(number, text));
            }
        }
        return lines;
    }

    /** Names a file so that a person finds it, and so that no two ids share one. */
    private Path file(String scenario, String machine) {
        String readable = (scenario + "-" + machine).replaceAll("[^A-Za-z0-9-]+", "_");
        String name = readable.substring(0, Math.min(60, readable.length()));
        int both = 31 * scenario.hashCode() + machine.hashCode();
        return path.resolve(name + "-" + String.format(Locale.ROOT, "%08x", both) + ".jsonl");
    }

    /** The file's name alone: sentences are published, and whose folders are above is nobody's business. */
    private static Path shown(Path file) {
        return file.getFileName();
    }

    private static String why(Exception e) {
        String reason = e instanceof FileSystemException system
                ? Objects.requireNonNullElse(system.getReason(), e.getClass().getSimpleName())
                : e.getClass().getSimpleName() + " " + e.getMessage();
        return reason.replaceAll("\\s+", " ");
    }
}
