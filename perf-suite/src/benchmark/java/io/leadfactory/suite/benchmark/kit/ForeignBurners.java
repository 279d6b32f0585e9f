package io.leadfactory.suite.benchmark.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes that take a core each without a pause, and that are no children of this one, because a child's work counts as
 * one's own. They end by themselves after two minutes. For one thread.
 */
final class ForeignBurners implements AutoCloseable {
    private final List<Long> processes = new ArrayList<>();

    private ForeignBurners() {}

    /** Starts so many; the shell between them and this process ends at once, which makes them orphans. */
    static ForeignBurners start(int number) throws IOException, InterruptedException {
        ForeignBurners burners = new ForeignBurners();
        for (int i = 0; i < number; i++) {
            Process shell = new ProcessBuilder(
                            "sh", "-c", "timeout 120 sh -c 'while :; do :; done' >/dev/null 2>&1 </dev/null & echo $!")
                    .start();
            try (BufferedReader answer = shell.inputReader(StandardCharsets.US_ASCII)) {
                burners.processes.add(
                        Long.parseLong(String.valueOf(answer.readLine()).strip()));
            }
            shell.waitFor();
        }
        return burners;
    }

    @Override
    public void close() {
        for (long process : processes) {
            ProcessHandle.of(process).ifPresent(timeout -> {
                timeout.descendants().forEach(ProcessHandle::destroyForcibly);
                timeout.destroyForcibly();
            });
        }
    }
}
