package io.leadfactory.suite.benchmark.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Processes that take a core for 0.2 to 1.5 s and are quiet for as long, by turns. For one thread. */
final class Burners implements AutoCloseable {
    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 1_500;

    private final List<Process> processes = new ArrayList<>();

    /** Starts so many. */
    Burners(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx16m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Burners.class.getName())
                    .redirectErrorStream(true)
                    .start());
        }
    }

    /** Burns for as long as the process that started it lives. */
    public static void main(String[] arguments) throws InterruptedException {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        Random random = new Random();
        double x = 1;
        while (parent.isAlive()) {
            long until = System.nanoTime() + millis(random) * 1_000_000L;
            while (System.nanoTime() < until) {
                for (int i = 0; i < 10_000; i++) {
                    x = Math.sqrt(x + i);
                }
            }
            Thread.sleep(millis(random));
        }
        System.out.println(x);
    }

    private static int millis(Random random) {
        return SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS);
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
