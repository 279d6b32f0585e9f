package io.leadfactory.perf.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A machine's files below a temporary folder. */
final class FakeFiles {
    private final Path root;

    FakeFiles(Path root) {
        this.root = root;
    }

    FakeFiles with(String name, String text) {
        try {
            Path path = root.resolve(name);
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ticks of two cores: each has worked so long, idled for 1000 and lost so many to a hypervisor. */
    FakeFiles withTicks(long busy, long steal) {
        return with(
                "proc/stat",
                "cpu  " + 2 * busy + " 0 0 2000 8 0 0 " + 2 * steal + " 0 0\n" + "cpu0 " + busy + " 0 0 1000 4 0 0 "
                        + steal + " 0 0\ncpu1 " + busy + " 0 0 1000 4 0 0 " + steal + " 7 0\nintr 12345\n");
    }

    FakeFiles withProcess(String id, String name, String parent, long ticks) {
        return withProcess(id, name, parent, ticks, 0);
    }

    /** A process whose children that have ended worked so many ticks. */
    FakeFiles withProcess(String id, String name, String parent, long ticks, long ended) {
        return with(
                "proc/" + id + "/stat",
                id + " (" + name + ") S " + parent + " 1 1 0 -1 4194560 1 2 3 4 " + ticks + " 5 " + ended
                        + " 0 20 0 1 0 1 1 1\n");
    }

    /** A process that has ended. */
    FakeFiles without(String id) {
        try {
            Files.delete(root.resolve("proc/" + id + "/stat"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostFiles files() {
        return HostFiles.at(root);
    }
}
