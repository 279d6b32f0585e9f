package io.leadfactory.suite.benchmark.read;

import io.leadfactory.suite.benchmark.database.DatabaseServer;
import io.leadfactory.suite.benchmark.database.VariantDatabase;
import io.leadfactory.suite.benchmark.hand.HandHistory;
import io.leadfactory.suite.benchmark.peer.PeerHistory;
import io.leadfactory.suite.benchmark.read.Reading.Query;
import io.leadfactory.suite.benchmark.variant.Contender;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.work.LeadClient;
import io.leadfactory.suite.benchmark.work.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** The read side on one database. For one thread. */
public final class ReadBenchmark {
    private static final int LEADS = 1_000;
    private static final int COMPARED = 100_000;
    private static final int WRITTEN_OF_COMPARED = 10;
    private static final int WRITTEN_OF_ALL = 20;
    private static final int VERSIONS = 1_000;
    private static final long SEED = 7;

    private final DatabaseServer server;
    private final int rounds;
    private final Consumer<String> progress;
    private final List<Reading> readings = new ArrayList<>();
    private @Nullable Export export;

    /** Measures on this server by so many rounds. */
    public ReadBenchmark(DatabaseServer server, int rounds, Consumer<String> progress) {
        this.server = server;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** {@return the readings so far} */
    public List<Reading> readings() {
        return List.copyOf(readings);
    }

    /** {@return the export, if there was one} */
    public Optional<Export> export() {
        return Optional.ofNullable(export);
    }

    /** Asks all variants the same, among at most 100 000 events; the peers first as they are, then with an index more. */
    public void compare(List<Variant> variants, int rows) {
        int events = Math.min(COMPARED, rows);
        int written = Math.min(WRITTEN_OF_COMPARED, Math.max(1, events / LEADS));
        Map<Variant, Contender> contenders = new EnumMap<>(Variant.class);
        Instant began = Instant.now();
        try {
            for (Variant variant : variants) {
                if (reads(variant)) {
                    Contender contender = variant.open(server, 1);
                    contenders.put(variant, contender);
                    EventFill.fill(contender, written, events / LEADS / written - 1);
                    progress.accept(server.name() + ": " + events + " events of " + variant.label());
                }
            }
            ask(contenders, events, "", window(began, events / LEADS / written));
            List<Contender> indexed = contenders.values().stream()
                    .filter(contender -> contender.variant().isPeer())
                    .toList();
            indexed.forEach(ReadBenchmark::addIndex);
            contenders.keySet().removeIf(variant -> !variant.isPeer() && variant != Variant.HAND);
            if (!indexed.isEmpty()) {
                ask(contenders, events, "+index", window(began, events / LEADS / written));
            }
            indexed.forEach(Contender::close);
            contenders.values().removeAll(indexed);
        } finally {
            contenders.values().forEach(Contender::close);
        }
    }

    private static boolean reads(Variant variant) {
        return switch (variant) {
            case HAND, AUDIT_CORE, CORE, ENVERS -> true;
            default -> false;
        };
    }

    private void ask(Map<Variant, Contender> contenders, int events, String suffix, Instants instants) {
        ReadRace latest = new ReadRace(SEED);
        ReadRace state = new ReadRace(SEED);
        contenders.forEach((variant, contender) -> {
            List<Long> ids = contender.stock().ids();
            SessionFactory sessions = contender.sessions();
            switch (variant) {
                case HAND -> {
                    HandHistory history = new HandHistory(contender.database().dataSource());
                    latest.with(ReadRace.HAND, i -> history.latest(id(ids, i)));
                    if (suffix.isEmpty()) {
                        latest.with(ReadRace.HAND + ", JSON parsed", i -> history.latestParsed(id(ids, i)));
                    }
                    state.with(ReadRace.HAND, i -> history.stateAt(id(ids, i), instants.at(i)));
                }
                case AUDIT_CORE -> {
                    TrailHistory history = new TrailHistory(sessions);
                    latest.with(variant.label(), i -> history.latest(id(ids, i)));
                    state.with(variant.label(), i -> history.stateAt(id(ids, i), instants.at(i)));
                }
                case CORE -> {
                    latest.with(variant.label() + suffix, i -> PeerHistory.coreLatest(sessions, id(ids, i)));
                    state.with(variant.label() + suffix, i -> PeerHistory.coreAt(sessions, id(ids, i), instants.at(i)));
                }
                case ENVERS -> {
                    latest.with(variant.label() + suffix, i -> PeerHistory.enversLatest(sessions, id(ids, i)));
                    state.with(
                            variant.label() + suffix, i -> PeerHistory.enversAt(sessions, id(ids, i), instants.at(i)));
                }
                default -> throw new IllegalStateException("no queries for " + variant.label());
            }
        });
        add(latest.run(server.name(), events, Query.LATEST_10, rounds), suffix);
        add(state.run(server.name(), events, Query.STATE_AT, rounds), suffix);
    }

    /** The hand-written query runs along with the indexed peers, but its figures are those of the first race. */
    private void add(List<Reading> found, String suffix) {
        for (Reading reading : found) {
            if (suffix.isEmpty() || !reading.who().equals(ReadRace.HAND)) {
                readings.add(reading);
            }
        }
        progress.accept(server.name() + ": " + found.get(0).query().label() + suffix);
    }

    private static void addIndex(Contender contender) {
        VariantDatabase database = contender.database();
        for (String table : contender.auditTables()) {
            if (database.columns(table).containsAll(List.of("id", "rev"))) {
                database.execute("create index id_rev on \"" + table + "\" (id, rev)");
            }
        }
        database.execute("analyze");
    }

    /** Asks audit-core for pages and states among many events, and exports them; PostgreSQL only. */
    public void pages(int events) {
        int written = Math.min(WRITTEN_OF_ALL, events / LEADS);
        int copies = events / LEADS / written - 1;
        Instant began = Instant.now();
        try (Contender contender = Variant.AUDIT_CORE.open(server, 2)) {
            EventFill.fill(contender, written, copies);
            progress.accept(server.name() + ": " + events + " events of audit-core");
            TrailHistory history = new TrailHistory(contender.sessions());
            List<Long> ids = contender.stock().ids();
            Instants instants = window(began, copies + 1);
            page(Query.PAGE_BY_SUBJECT, events, i -> history.pageBySubject(id(ids, i)));
            page(
                    Query.PAGE_BY_ACTOR,
                    events,
                    i -> history.pageByActor(
                            "actor-" + i % EventFill.ACTORS, instants.at(i).minus(Duration.ofDays(1))));
            page(
                    Query.PAGE_BY_ACTION,
                    events,
                    i -> history.pageByAction("UPDATE", instants.at(i).minus(Duration.ofDays(1))));
            manyVersions(contender, history, events);
            export = Export.run(contender.database());
            progress.accept(server.name() + ": exported");
        }
    }

    private void manyVersions(Contender contender, TrailHistory history, int events) {
        LeadClient client = contender.client("versions");
        List<Instant> instants = new ArrayList<>();
        client.run(Work.INSERT);
        for (int version = 1; version < VERSIONS; version++) {
            client.run(Work.UPDATE);
            instants.add(Instant.now());
        }
        long id = id(client.ids(), 0);
        page(Query.STATE_AT_OF_1000, events, i -> history.stateAt(id, instants.get(i % instants.size())));
    }

    private void page(Query query, int events, IntFunction<?> asked) {
        readings.addAll(
                new ReadRace(SEED).with(Variant.AUDIT_CORE.label(), asked).run(server.name(), events, query, rounds));
        progress.accept(server.name() + ": " + query.label());
    }

    private static long id(List<Long> ids, int number) {
        return Objects.requireNonNull(ids.get(number % ids.size()));
    }

    private static Instants window(Instant began, int copies) {
        return number ->
                began.plusMillis(number % copies * EventFill.STEP_MILLIS).plus(Duration.ofHours(12));
    }

    /** Picks a time shortly after one of the copies. */
    private interface Instants {
        Instant at(int number);
    }
}
