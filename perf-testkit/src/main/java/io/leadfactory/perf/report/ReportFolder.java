package io.leadfactory.perf.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The folder that a run's reports are written into. Thread-safe.
 *
 * <p>Open it before measuring, so that nothing is measured in vain.
 */
public final class ReportFolder {
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
     * Returns where the folder is.
     *
     * @return the path it was opened with
     */
    public Path path() {
        return path;
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
