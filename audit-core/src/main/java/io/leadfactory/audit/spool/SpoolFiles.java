package io.leadfactory.audit.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** How the files of a spool are opened: a port, so that a full disk can be tested. Thread-safe. */
@FunctionalInterface
public interface SpoolFiles {

    /**
     * {@return the channel of a file, to read and write, which is made for its owner's eyes only if it is not there}
     *
     * @param file the file
     * @throws IOException if it cannot be opened
     */
    FileChannel open(Path file) throws IOException;

    /** {@return the file system's own} */
    static SpoolFiles system() {
        return Disk::open;
    }
}
