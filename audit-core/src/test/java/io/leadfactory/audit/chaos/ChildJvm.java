package io.leadfactory.audit.chaos;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A Java process of the tests' class path. For one thread. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final Path errors;

    private ChildJvm(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** Starts it; what it says on its standard error goes to the file. */
    public static ChildJvm start(Path errors, Class<?> main, List<String> arguments) throws IOException {
        return start(errors, "-Xmx256m", main, arguments);
    }

    public static ChildJvm start(Path errors, String heap, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", heap));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        File file = errors.toFile();
        return new ChildJvm(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(file))
                        .start(),
                errors);
    }

    /** Hands on each line of its standard output until it ends. */
    public void eachLine(Consumer<String> consumer) throws IOException {
        try (BufferedReader reader = process.inputReader()) {
            String line = reader.readLine();
            while (line != null) {
                consumer.accept(line);
                line = reader.readLine();
            }
        }
    }

    /** kill -9; by its handle, since the process itself would close the stream with what is not read yet. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    Path errors() {
        return errors;
    }

    @Override
    public void close() {
        kill();
    }
}
