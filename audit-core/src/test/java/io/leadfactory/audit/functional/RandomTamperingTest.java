package io.leadfactory.audit.functional;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Positions;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.AuditKeySource;
import io.leadfactory.audit.ledger.Finding;
import io.leadfactory.audit.ledger.Finding.Kind;
import io.leadfactory.audit.ledger.KeySettings;
import io.leadfactory.audit.ledger.LaneEnds;
import io.leadfactory.audit.ledger.Lanes;
import io.leadfactory.audit.ledger.Verification;
import io.leadfactory.audit.ledger.Verifier;
import io.leadfactory.audit.query.AuditQuery;
import io.leadfactory.audit.store.AuditStore;
import io.leadfactory.audit.store.AuditTable;
import io.leadfactory.audit.store.AuditTable.ColumnDefinition;
import io.leadfactory.audit.store.DatabaseKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random tamperings, one at a time, each undone before the next: every one of them is found, where it is. */
@Tag("once")
class RandomTamperingTest {
    private static final int ROUNDS = Integer.getInteger("audit.tampering.rounds", 10_000);
    private static final long SEED = Long.getLong("audit.tampering.seed", System.nanoTime());
    private static final int EVENTS = 24;
    private static final int PARKED = -1000;
    private static final AuditKeySource KEYS = AuditKeySource.of(Map.of("a", new byte[32], "b", new byte[33]), "a");
    private static final String COLUMNS = AuditTable.columns().stream()
            .map(ColumnDefinition::name)
            .filter(name -> !name.equals("position"))
            .collect(joining(", "));
    private static final List<String> TEXTS = AuditTable.columns().stream()
            .filter(column -> column.kind() == AuditTable.Kind.TEXT)
            .map(ColumnDefinition::name)
            .toList();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final AuditStore store = AuditStore.jdbc("audit_event", DatabaseKind.H2);
    private final LaneEnds noEnds = new Lanes(Clock.systemUTC(), new Random(), null).ends();
    private final Random random = new Random(SEED);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void verify_oneTampering_isFoundWhereItIs(boolean keyed) throws SQLException {
        System.out.println("audit.tampering.seed=" + SEED);
        // The database's own trail has no keys.
        database.expectTampering();
        KeySettings keys = new KeySettings(KEYS, keyed ? null : Instant.MAX);
        long lane = record(keyed ? Map.of("leadfactory.audit.keys", KEYS) : Map.of());
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(verify(connection, lane, keys)).isEmpty();
            for (int round = 0; round < ROUNDS / 2; round++) {
                Tampering tampering = next();
                try (Statement statement = connection.createStatement()) {
                    for (String sql : tampering.sql) {
                        statement.execute(Positions.byNumber(sql, lane));
                    }
                }
                List<Finding> findings = verify(connection, lane, keys);
                String as = "seed " + SEED + ", round " + round + ": " + tampering.sql + " " + findings;
                assertThat(findings).as(as).hasSizeBetween(1, 2);
                assertThat(findings.get(0).number()).as(as).isEqualTo(tampering.number);
                assertThat(tampering.kinds).as(as).contains(findings.get(0).kind());
                connection.rollback();
            }
            assertThat(verify(connection, lane, keys)).isEmpty();
        }
    }

    /** Transactions of one to three events, all in one lane. */
    private long record(Map<String, Object> settings) {
        try (SessionFactory factory = database.open(List.of(), settings, "none")) {
            AuditTrail trail = AuditTrail.of(factory);
            for (int number = 1; number <= EVENTS; ) {
                List<AuditEntry> entries = new ArrayList<>();
                for (int i = Math.min(1 + random.nextInt(3), EVENTS - number + 1); i > 0; i--) {
                    entries.add(AuditEntry.of("PAID", Subject.of("Invoice", "" + number))
                            .change("amount", null, "" + number++));
                }
                try (AuditContext.Scope scope = AuditContext.actor("alice")
                        .reason(random.nextBoolean() ? "r" : null)
                        .open()) {
                    trail.recordAll(entries);
                }
            }
            List<AuditEvent> events = trail.find(AuditQuery.all()).events();
            assertThat(events)
                    .extracting(AuditEvent::lane)
                    .containsOnly(events.get(0).lane());
            return events.get(0).lane();
        }
    }

    private List<Finding> verify(Connection connection, long lane, KeySettings keys) {
        return store.readLanes(connection, reader -> Verifier.verify(reader, keys, noEnds, Verification.lane(lane)))
                .findings();
    }

    private Tampering next() {
        int at = 1 + random.nextInt(EVENTS);
        int before = 1 + random.nextInt(EVENTS - 1);
        int other = 1 + (at + random.nextInt(EVENTS - 1)) % EVENTS;
        int by = 1 + random.nextInt(3);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> text(at, TEXTS.get(random.nextInt(TEXTS.size())));
            case 3 ->
                edit(
                        at,
                        Set.of(Kind.EDITED, Kind.KEY, Kind.FORM),
                        oneOf(
                                "occurred_at = dateadd(microsecond, " + by + ", occurred_at)",
                                "event_id = random_uuid(7)",
                                "step = step + " + by,
                                "form = form + " + by,
                                "form = 3 - form"));
            case 4 ->
                edit(
                        at,
                        Set.of(Kind.EDITED, Kind.PAYLOAD),
                        oneOf(
                                bit("salt", 16),
                                bit("hash", 32),
                                bit("hash", 32),
                                "salt = null",
                                "payload_digest = hash",
                                "hash = salt || salt"));
            case 5 ->
                new Tampering(
                        before,
                        Set.of(Kind.DELETED),
                        List.of("delete from audit_event where number between " + before + " and "
                                + Math.min(before + by - 1, EVENTS - 1)));
            case 6 ->
                shifted(
                        before,
                        Set.of(Kind.DELETED, Kind.EDITED),
                        before + 1,
                        -1,
                        "delete from audit_event where number = " + before);
            case 7 -> inserted(at, other);
            case 8 ->
                new Tampering(
                        Math.min(at, other),
                        Set.of(Kind.SWAPPED),
                        List.of(move(at, -1), move(other, at), move(-1, other)));
            case 9 -> new Tampering(EVENTS + by, Set.of(Kind.RENUMBERED), List.of(move(at, EVENTS + by)));
            case 10 -> new Tampering(before, Set.of(Kind.DELETED), List.of(move(before, -by)));
            default -> shifted(at + by, Set.of(Kind.RENUMBERED), at, by);
        };
    }

    private Tampering text(int at, String column) {
        String changed = oneOf("'x'", "null", "left(" + column + ", length(" + column + ") - 1)", column + " || ' '");
        boolean nullable = AuditTable.columns().stream()
                .anyMatch(definition -> definition.name().equals(column) && definition.nullable());
        String value = nullable ? "nullif(coalesce(" + changed + ", 'y'), " + column + ")" : column + " || 'x'";
        return edit(at, Set.of(Kind.EDITED, Kind.KEY), column + " = " + value);
    }

    private static Tampering edit(int at, Set<Kind> kinds, String assignment) {
        return new Tampering(at, kinds, List.of("update audit_event set " + assignment + " where number = " + at));
    }

    private Tampering inserted(int at, int other) {
        String copy = "insert into audit_event (position, " + COLUMNS + ") select " + PARKED + ", " + COLUMNS
                + " from audit_event where number = " + other;
        Tampering shifted = shifted(at, Set.of(Kind.INSERTED, Kind.EDITED, Kind.SWAPPED), at, 1);
        List<String> sql = new ArrayList<>();
        sql.add(copy);
        sql.addAll(shifted.sql);
        sql.add("update audit_event set number = " + at + " where position = " + PARKED);
        return new Tampering(at, shifted.kinds, sql);
    }

    /** Renumbers in two steps, since no two events may have one number in between. */
    private static Tampering shifted(int number, Set<Kind> kinds, int from, int by, String... first) {
        List<String> sql = new ArrayList<>(List.of(first));
        IntStream.rangeClosed(from, EVENTS)
                .map(by > 0 ? i -> EVENTS + from - i : i -> i)
                .forEach(i -> sql.add(move(i, i + by)));
        return new Tampering(number, kinds, sql);
    }

    private static String move(int from, int to) {
        return "update audit_event set number = " + to + " where number = " + from;
    }

    private String bit(String column, int length) {
        byte[] mask = new byte[length];
        mask[random.nextInt(length)] = (byte) (1 << random.nextInt(8));
        return column + " = bitxor(" + column + ", x'" + HexFormat.of().formatHex(mask) + "')";
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** What is done, where it must be found, and as what. */
    private record Tampering(long number, Set<Kind> kinds, List<String> sql) {}
}
