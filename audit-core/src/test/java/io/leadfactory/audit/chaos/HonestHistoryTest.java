package io.leadfactory.audit.chaos;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.VerificationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Eight threads in each of two processes on PostgreSQL, with rollbacks, deadlocks and kill -9, verified all the while. */
@Tag("once")
class HonestHistoryTest {
    private static final int PROCESSES = 2;
    private static final int THREADS = 8;
    private static final int KILLS = Integer.getInteger("audit.chaos.kills", 1);
    private static final long SEED = Long.getLong("audit.chaos.seed", System.nanoTime());
    private static final int LAST_TRANSACTIONS = 8;
    private static final int ENDLESS = 1_000_000;
    private static final Duration PAUSE = Duration.ofMillis(100);

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class).on(DatabaseKind.POSTGRESQL);

    @TempDir
    Path folder = Path.of("");

    @Test
    void verify_killedProcesses_raiseNoAlarmAndLoseNothing() throws Exception {
        System.out.println("audit.chaos.seed=" + SEED);
        database.inTransaction(session -> {
            for (long id = 1; id <= ChaosWriter.SHARED_LEADS; id++) {
                session.persist(new Lead(id, "shared"));
            }
        });
        List<Outcomes> outcomes = run(database.url() + "&options=-c%20deadlock_timeout=20ms", database.trail());
        KilledTransactions.awaitEnd(database);
        check(outcomes, events());
        VerificationReport report = database.trail().verify();
        assertThat(report.findings()).isEmpty();
        System.out.println(report + " " + outcomes);
    }

    private List<Outcomes> run(String url, AuditTrail trail) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(PROCESSES);
        try {
            List<Future<Outcomes>> processes = new ArrayList<>();
            for (int p = 0; p < PROCESSES; p++) {
                String name = "p" + p;
                long seed = SEED + p * 1_000_000L;
                int kills = (KILLS + p) / PROCESSES;
                processes.add(pool.submit(() -> life(url, name, seed, kills)));
            }
            List<Outcomes> outcomes = new ArrayList<>();
            for (Future<Outcomes> process : processes) {
                outcomes.add(verifiedMeanwhile(process, trail));
            }
            return outcomes;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Outcomes verifiedMeanwhile(Future<Outcomes> process, AuditTrail trail) throws Exception {
        while (true) {
            try {
                return process.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                assertThat(trail.verify().findings()).isEmpty();
            }
        }
    }

    /** Starts a process, kills it in the middle of its work, starts the next; the last one may end. */
    private Outcomes life(String url, String name, long seed, int kills) throws IOException {
        Random random = new Random(seed);
        Outcomes outcomes = new Outcomes();
        for (int generation = 0; generation <= kills; generation++) {
            boolean last = generation == kills;
            int end = outcomes.committed.size() + (last ? ENDLESS : 10 + random.nextInt(100));
            List<String> arguments = List.of(
                    url,
                    name + '.' + generation,
                    "" + (seed + generation * 1000L),
                    "" + THREADS,
                    "" + (last ? LAST_TRANSACTIONS : ENDLESS));
            try (ChildJvm child = ChildJvm.start(folder.resolve("errors"), ChaosWriter.class, arguments)) {
                child.eachLine(line -> {
                    outcomes.add(line);
                    if (outcomes.committed.size() >= end) {
                        child.kill();
                    }
                });
            }
        }
        assertThat(outcomes.ends)
                .as("processes that came to their end; see %s", folder)
                .isEqualTo(1);
        return outcomes;
    }

    /** How many events each transaction has, read past the library. */
    private Map<String, Integer> events() throws SQLException {
        Map<String, Integer> events = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select request_id, count(*), count(distinct event_id),"
                        + " count(distinct position - mod(position, 1048576)) from audit_event"
                        + " where action in ('NOTED', 'UPDATE') group by request_id")) {
            while (rows.next()) {
                String transaction = rows.getString(1);
                assertThat(rows.getInt(3))
                        .as("different events of %s", transaction)
                        .isEqualTo(rows.getInt(2));
                assertThat(rows.getInt(4)).as("lanes of %s", transaction).isEqualTo(1);
                events.put(transaction, rows.getInt(2));
            }
        }
        return events;
    }

    private static void check(List<Outcomes> outcomes, Map<String, Integer> events) {
        events.forEach((transaction, count) ->
                assertThat(count).as("events of %s", transaction).isEqualTo(wanted(transaction)));
        for (Outcomes process : outcomes) {
            assertThat(events.keySet()).containsAll(process.committed);
            assertThat(events.keySet()).doesNotContainAnyElementsOf(process.undone);
        }
        // Every thread can have had one transaction whose outcome it could not tell any more.
        int untold = events.size()
                - outcomes.stream()
                        .mapToInt(process -> process.committed.size())
                        .sum();
        assertThat(untold).isBetween(0, THREADS * KILLS);
        assertThat(outcomes.stream().flatMap(process -> process.undone.stream()).collect(toSet()))
                .isNotEmpty();
    }

    private static int wanted(String transaction) {
        return Integer.parseInt(transaction.substring(transaction.lastIndexOf('.') + 1));
    }

    /** What a process told of its transactions. */
    private static final class Outcomes {
        final List<String> committed = new ArrayList<>();
        final List<String> undone = new ArrayList<>();
        int failed;
        int ends;

        void add(String line) {
            List<String> words = List.of(line.split(" ", -1));
            switch (words.get(0)) {
                case "ack" -> committed.add(words.get(1));
                case "undone" -> {
                    undone.add(words.get(1));
                    failed += words.get(2).equals("asked") ? 0 : 1;
                }
                case "end" -> ends++;
                default -> throw new IllegalStateException("not understood: " + line);
            }
        }

        @Override
        public String toString() {
            return committed.size() + " committed, " + undone.size() + " undone (" + failed + " failed)";
        }
    }
}
