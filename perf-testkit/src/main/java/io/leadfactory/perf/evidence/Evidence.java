package io.leadfactory.perf.evidence;

import java.nio.file.Path;
import java.util.List;

/**
 * What was gathered. Immutable.
 *
 * @param files what was written
 * @param notes what a reader should know of it, a sentence each: where each file is, and what could not be done
 */
public record Evidence(List<Path> files, List<String> notes) {
    /** Copies the lists. */
    public Evidence {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }
}
