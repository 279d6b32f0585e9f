package io.leadfactory.perf.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Evidence while it is gathered. What cannot be written becomes a note. For one thread. */
final class Draft {
    /** Writes a file. */
    interface Writing {
        void writeTo(Path file) throws IOException;
    }

    private static final int MOST_NAMES = 1_000;

    private final Path folder;
    private final String name;
    private final List<Path> files = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Draft(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    void note(String note) {
        notes.add("evidence: " + note);
    }

    void write(String what, String ending, Writing writing) {
        try {
            Files.createDirectories(folder);
            Path file = free(ending);
            writing.writeTo(file);
            files.add(file);
            note(what + " in " + shown(file));
        } catch (IOException | RuntimeException failure) {
            note("no " + what + " could be written: " + why(failure));
        }
    }

    /** The file below the folder's own name: a note is published, and whose folders are above is nobody's business. */
    private Path shown(Path file) {
        Path last = folder.getFileName();
        return last == null ? file.getFileName() : last.resolve(file.getFileName());
    }

    private static String why(Exception failure) {
        if (failure instanceof FileSystemException system) {
            String reason = system.getReason();
            return failure.getClass().getSimpleName() + (reason == null ? "" : ": " + reason);
        }
        return failure.toString();
    }

    void writeText(String what, String ending, String text) {
        write(what, ending, file -> Files.write(file, text.getBytes(StandardCharsets.UTF_8)));
    }

    Evidence finished() {
        return new Evidence(files, notes);
    }

    /** A name that is not taken; after very many the last one is written over. */
    private Path free(String ending) {
        Path file = folder.resolve(name + ending);
        for (int i = 2; i < MOST_NAMES && Files.exists(file); i++) {
            file = folder.resolve(name + "-" + i + ending);
        }
        return file;
    }
}
