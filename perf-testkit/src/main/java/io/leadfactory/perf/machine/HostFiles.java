package io.leadfactory.perf.machine;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files in which Linux tells about itself, below a root that tests can replace. Thread-safe. */
final class HostFiles {
    private final Path root;

    private HostFiles(Path root) {
        this.root = root;
    }

    static HostFiles system() {
        return new HostFiles(Path.of("/"));
    }

    static HostFiles at(Path root) {
        return new HostFiles(root);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** Returns a file's lines; empty if it is not there or may not be read. */
    List<String> lines(String name) {
        // By a stream, which asks the system for little beside the text: there is a file for each process of the
        // machine.
        try (InputStream file = new FileInputStream(path(name).toFile())) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException | SecurityException | InvalidPathException unknown) {
            // Not there, or closed by a sandbox: unknown is an answer of this room.
            return List.of();
        }
    }

    Optional<String> firstLine(String name) {
        return lines(name).stream().findFirst().map(String::trim);
    }

    /** Returns the value of the first line that starts with a key, without the key, a colon and blanks. */
    Optional<String> value(String name, String key) {
        return value(lines(name), key);
    }

    static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .map(rest -> rest.startsWith(":") ? rest.substring(1).strip() : rest)
                .findFirst();
    }

    /** Returns the names of the numbered folders below {@code proc}, which are the running processes. */
    List<String> processes() {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(path("proc"), "[0-9]*")) {
            folders.forEach(folder -> found.add(String.valueOf(folder.getFileName())));
        } catch (IOException | DirectoryIteratorException | SecurityException unknown) {
            return List.of();
        }
        return found;
    }

    /** Returns a number, or not a number if it is none. */
    static double number(Optional<String> text) {
        return text.map(HostFiles::number).orElse(Double.NaN);
    }

    static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException other) {
            return Double.NaN;
        }
    }
}
