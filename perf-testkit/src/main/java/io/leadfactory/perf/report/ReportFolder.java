package io.leadfactory.perf.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that a run's reports are written into: {@code report.html}, {@code report.json}, {@code report.md},
 * and in {@code histograms} the raw times of each scenario. Thread-safe.
 *
 * <p>Open it before measuring, so that nothing is measured in vain.
 */
public final class ReportFolder {
    private static final String PAGE = "report.html";

    private final Path path;

    private ReportFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes sure that reports can be written into a folder, by writing a file and deleting it.
     *
     * @param path the folder; it and its parents are created where they are missing
     * @return the folder
     * @throws ReportException if it cannot be created or written
     */
    public static ReportFolder open(Path path) {
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, "report", ".probe"));
            return new ReportFolder(path);
        } catch (IOException | SecurityException e) {
            throw new ReportException(
                    "cannot write reports into folder \"" + path + "\": " + why(e)
                            + "; choose a folder that can be written (-Dperf.report=..)",
                    e);
        }
    }

    /**
     * Writes a run as HTML, JSON and Markdown, with its histograms. Files of an earlier run are replaced, each at once or not at all.
     *
     * @param report the run
     * @return the path of the HTML file
     * @throws ReportException if a file cannot be written
     */
    public Path write(RunReport report) {
        writeHistograms(HistogramFiles.of(report));
        write("report.json", new JsonReport().render(report));
        write("report.md", new MarkdownReport().render(report));
        return write(PAGE, new HtmlReport().render(report));
    }

    /**
     * Returns where the folder is.
     *
     * @return the path it was opened with
     */
    public Path path() {
        return path;
    }

    /**
     * Returns where the HTML file is, or will be.
     *
     * @return the path that {@link #write(RunReport)} returns
     */
    public Path page() {
        return path.resolve(PAGE);
    }

    /** Replaces the histograms, and takes away those of an earlier run. */
    private void writeHistograms(Map<String, String> files) {
        Path folder = path.resolve(HistogramFiles.FOLDER);
        try {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> found = Files.list(folder)) {
                    for (Path file : found.toList()) {
                        String name = String.valueOf(file.getFileName());
                        if (name.endsWith(".hlog") && !files.containsKey(name)) {
                            Files.delete(file);
                        }
                    }
                }
            }
            if (!files.isEmpty()) {
                Files.createDirectories(folder);
            }
        } catch (IOException | SecurityException e) {
            throw new ReportException(
                    "cannot write histograms into \"" + folder + "\": " + why(e)
                            + "; make room or choose another folder (-Dperf.report=..)",
                    e);
        }
        files.forEach((name, text) -> write(HistogramFiles.FOLDER + "/" + name, text));
    }

    private Path write(String name, String content) {
        Path file = path.resolve(name);
        try {
            // Not as a string: half a surrogate pair in a foreign name would be refused, and the report lost.
            Path draft = Files.write(path.resolve(name + ".part"), content.getBytes(StandardCharsets.UTF_8));
            return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | SecurityException e) {
            throw new ReportException(
                    "cannot write report \"" + file + "\": " + why(e)
                            + "; make room or choose another folder (-Dperf.report=..)",
                    e);
        }
    }

    private static String why(Exception e) {
        if (e instanceof FileAlreadyExistsException) {
            return "a file is in its place";
        }
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason.toLowerCase(Locale.ROOT);
    }
}
