package io.leadfactory.suite.benchmark;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.suite.benchmark.database.DatabaseServer;
import io.leadfactory.suite.benchmark.report.Table;
import io.leadfactory.suite.benchmark.report.WriteTables;
import io.leadfactory.suite.benchmark.variant.Contender;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.write.Cell;
import io.leadfactory.suite.benchmark.write.Pace;
import io.leadfactory.suite.benchmark.write.WriteRace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Measures the audit trail beside its peers: {@code mvn verify -Pbenchmarks}. */
public final class Benchmarks {
    private static final long SEED = 20261123;

    private final BenchSettings settings;
    private final List<Cell> cells = new ArrayList<>();
    private final long began = System.nanoTime();

    private Benchmarks(BenchSettings settings) {
        this.settings = settings;
    }

    /** Measures what the system properties {@code bench.*} select. */
    public static void main(String[] arguments) {
        new Benchmarks(BenchSettings.fromSystem()).run();
    }

    private void run() {
        if (settings.measures(BenchSettings.H2)) {
            try (DatabaseServer server = DatabaseServer.h2()) {
                write(server);
            }
        }
        if (settings.measures(BenchSettings.POSTGRESQL)) {
            try (DatabaseServer server = DatabaseServer.postgres()) {
                write(server);
            }
        }
        List<Table> tables = WriteTables.of(cells, settings.variants());
        tables.forEach(table -> System.out.printf("%n%s", table.text()));
        Path file = settings.report().resolve("benchmarks.md");
        try {
            Files.createDirectories(settings.report());
            Files.writeString(file, tables.stream().map(Table::markdown).collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        System.out.printf("%n%s%n", file.toAbsolutePath());
    }

    private void write(DatabaseServer server) {
        say(server.product());
        List<Contender> contenders = new ArrayList<>();
        try {
            for (Variant variant : settings.variants()) {
                contenders.add(variant.open(server, Collections.max(settings.threads())));
            }
            say(contenders.size() + " variants are set up");
            boolean cold = true;
            for (int threads : settings.threads()) {
                try (WriteRace race = new WriteRace(
                        server.name(), contenders, settings.families(), threads, SEED + threads, this::say)) {
                    race.run(pace(cold)).stream()
                            .filter(cell -> settings.shows(cell.work()))
                            .forEach(cells::add);
                }
                cold = false;
            }
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private Pace pace(boolean cold) {
        Duration warmUp = settings.measuring().dividedBy(cold ? 2 : 10);
        return new Pace(
                warmUp, settings.measuring(), Duration.ofMillis(settings.quick() ? 2 : 6), Comparison.FEWEST_PAIRS);
    }

    private void say(String line) {
        System.out.printf("%4d s  %s%n", (System.nanoTime() - began) / 1_000_000_000, line);
    }
}
