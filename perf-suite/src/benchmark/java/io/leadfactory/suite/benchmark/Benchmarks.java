package io.leadfactory.suite.benchmark;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.report.Environment;
import io.leadfactory.suite.benchmark.cost.Executions;
import io.leadfactory.suite.benchmark.cost.StoredBytes;
import io.leadfactory.suite.benchmark.database.DatabaseServer;
import io.leadfactory.suite.benchmark.read.ReadBenchmark;
import io.leadfactory.suite.benchmark.report.ReportFiles;
import io.leadfactory.suite.benchmark.report.Results;
import io.leadfactory.suite.benchmark.variant.Contender;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.write.Pace;
import io.leadfactory.suite.benchmark.write.WriteRace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hibernate.Version;

/** Measures the audit trail beside its peers: {@code mvn verify -Pbenchmarks}. */
public final class Benchmarks {
    private static final long SEED = 20261123;
    private static final Duration BLOCK = Duration.ofMillis(25);
    private static final Duration QUICK_BLOCK = Duration.ofMillis(1);
    private static final int QUICK_ROUNDS = 4;
    private static final int READ_ROUNDS = 60;
    private static final int STORED_EVENTS = 2_000;
    private static final int QUICK_STORED_EVENTS = 50;

    private final BenchSettings settings;
    private final Results results;
    private final long began = System.nanoTime();
    private Environment environment = Environment.capture().with("hibernate", Version.getVersionString());

    private Benchmarks(BenchSettings settings) {
        this.settings = settings;
        this.results = new Results(settings.variants());
    }

    /** Measures what the system properties {@code bench.*} select. */
    public static void main(String[] arguments) {
        new Benchmarks(BenchSettings.fromSystem()).run();
    }

    private void run() {
        if (settings.measures(BenchSettings.H2)) {
            try (DatabaseServer server = DatabaseServer.h2()) {
                measure(server, false);
            }
        }
        if (settings.measures(BenchSettings.POSTGRESQL)) {
            try (DatabaseServer server = DatabaseServer.postgres()) {
                measure(server, true);
            }
        }
        Path report = ReportFiles.write(settings.report(), environment, results);
        results.compact().forEach(table -> System.out.printf("%n%s", table.text()));
        System.out.printf("%nAll figures with their intervals: %s%n", report.toAbsolutePath());
    }

    private void measure(DatabaseServer server, boolean postgres) {
        say(server.product());
        environment = environment.with(server.name(), server.product());
        if (settings.writes()) {
            write(server, postgres);
        }
        if (settings.does(BenchSettings.READ)) {
            ReadBenchmark reads = new ReadBenchmark(server, settings.quick() ? QUICK_ROUNDS : READ_ROUNDS, this::say);
            reads.compare(settings.variants(), settings.rows());
            if (postgres && settings.variants().contains(Variant.AUDIT_CORE)) {
                reads.pages(settings.rows());
            }
            results.readings().addAll(reads.readings());
            reads.export().ifPresent(results.exports()::add);
        }
    }

    private void write(DatabaseServer server, boolean postgres) {
        List<Contender> contenders = new ArrayList<>();
        try {
            for (Variant variant : settings.variants()) {
                contenders.add(variant.open(server, Collections.max(settings.threads())));
            }
            say(server.name() + ": " + contenders.size() + " variants are set up");
            if (settings.does(BenchSettings.WRITE)) {
                race(server, contenders);
            }
            if (settings.does(BenchSettings.COUNTS)) {
                contenders.forEach(contender -> results.executions().addAll(Executions.of(server.name(), contender)));
                say(server.name() + ": executions counted");
            }
            if (postgres && settings.does(BenchSettings.STORAGE)) {
                for (Contender contender : contenders) {
                    if (contender.variant().writesEvents()) {
                        int events = settings.quick() ? QUICK_STORED_EVENTS : STORED_EVENTS;
                        results.stored().addAll(StoredBytes.of(contender, events));
                    }
                }
                say(server.name() + ": stored bytes weighed");
            }
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private void race(DatabaseServer server, List<Contender> contenders) {
        for (List<Variant> heat : settings.heats()) {
            boolean cold = true;
            List<Contender> entrants = contenders.stream()
                    .filter(contender -> heat.contains(contender.variant()))
                    .toList();
            for (int threads : settings.threads()) {
                try (WriteRace race = new WriteRace(
                        server.name(), entrants, settings.families(), threads, SEED + threads, this::say)) {
                    race.run(pace(cold)).stream()
                            .filter(cell -> settings.shows(cell.work()))
                            .forEach(results.cells()::add);
                }
                cold = false;
            }
        }
    }

    private Pace pace(boolean cold) {
        return new Pace(
                settings.measuring().dividedBy(cold ? 1 : 10),
                settings.measuring(),
                settings.quick() ? QUICK_BLOCK : BLOCK,
                settings.quick() ? QUICK_ROUNDS : Comparison.FEWEST_PAIRS);
    }

    private void say(String line) {
        System.out.printf("%4d s  %s%n", (System.nanoTime() - began) / 1_000_000_000, line);
    }
}
