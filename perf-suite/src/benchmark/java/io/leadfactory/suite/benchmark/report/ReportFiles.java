package io.leadfactory.suite.benchmark.report;

import static java.util.stream.Collectors.joining;

import io.leadfactory.perf.report.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code benchmarks.md} and {@code benchmarks.json}. */
public final class ReportFiles {
    private ReportFiles() {}

    /** {@return the Markdown file, which tells what it ran on and then everything with intervals} */
    public static Path write(Path folder, Environment environment, Results results) {
        Path markdown = folder.resolve("benchmarks.md");
        try {
            Files.createDirectories(folder);
            Files.writeString(markdown, markdown(environment, results));
            try (Writer out = Files.newBufferedWriter(folder.resolve("benchmarks.json"))) {
                JsonFile.write(out, environment, results);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the reports to " + folder, e);
        }
        return markdown;
    }

    private static String markdown(Environment environment, Results results) {
        String ranOn = environment.entries().entrySet().stream()
                .map(entry -> "- " + entry.getKey() + ": " + entry.getValue())
                .collect(joining("\n"));
        return ranOn + "\n\n" + results.complete().stream().map(Table::markdown).collect(joining("\n"));
    }
}
