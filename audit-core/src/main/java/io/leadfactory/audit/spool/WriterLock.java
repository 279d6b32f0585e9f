package io.leadfactory.audit.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The right to write in one directory, held by one spool of one process; it ends with the process. For one thread.
 *
 * <p>A file lock keeps other processes out. Within a process the system properties do, which all class loaders share: POSIX
 * lets go of a process's lock when any channel of the file is closed, so nobody else in it may even open the file.
 */
final class WriterLock {
    private static final String PREFIX = "io.leadfactory.audit.spool.lock:";

    private final String name;
    private final FileChannel channel;

    private WriterLock(String name, FileChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    static @Nullable WriterLock tryLock(Path directory) throws IOException {
        String name = PREFIX + directory.toRealPath();
        Properties shared = System.getProperties();
        if (shared.putIfAbsent(name, "held") != null) {
            return null;
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = Disk.open(directory.resolve("lock"));
            FileLock lock = channel.tryLock();
            locked = lock != null;
            return locked ? new WriterLock(name, channel) : null;
        } finally {
            if (!locked) {
                if (channel != null) {
                    channel.close();
                }
                shared.remove(name);
            }
        }
    }

    void release() throws IOException {
        try {
            channel.close();
        } finally {
            System.getProperties().remove(name);
        }
    }
}
