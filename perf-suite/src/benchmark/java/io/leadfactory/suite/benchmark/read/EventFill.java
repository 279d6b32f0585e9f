package io.leadfactory.suite.benchmark.read;

import static java.util.stream.Collectors.joining;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.suite.benchmark.database.VariantDatabase;
import io.leadfactory.suite.benchmark.variant.Contender;
import io.leadfactory.suite.benchmark.work.LeadClient;
import io.leadfactory.suite.benchmark.work.Work;
import java.util.List;
import java.util.Locale;

/**
 * Fills a contender's trail: some events through the application, the others as copies of these in SQL, each copy 2^32
 * milliseconds (50 days) later. Copies of audit-core's events are read like others but do not verify.
 */
final class EventFill {
    static final int ACTORS = 50;

    /** How much later a copy is. */
    static final long STEP_MILLIS = 1L << 32;

    private static final int LANE_TIME_BIT = 45;
    private static final int IDS_APART = 10_000_000;

    private final Contender contender;
    private final VariantDatabase database;

    private EventFill(Contender contender) {
        this.contender = contender;
        this.database = contender.database();
    }

    /** Makes this many events for each lead of the contender's stock. */
    static void fill(Contender contender, int written, int copies) {
        EventFill fill = new EventFill(contender);
        fill.write(written);
        List<String> tables = contender.auditTables().stream()
                .sorted((a, b) -> Boolean.compare(isRevisions(b), isRevisions(a)))
                .toList();
        tables.forEach(table -> fill.keep(table));
        for (int copy = 1; copy <= copies; copy++) {
            for (String table : tables) {
                fill.copy(table, copy);
            }
        }
        tables.forEach(table -> fill.database.execute("drop table base_" + table.toLowerCase(Locale.ROOT)));
        fill.database.execute("analyze");
    }

    /** The rows that others refer to are copied first. */
    private static boolean isRevisions(String table) {
        return table.equalsIgnoreCase("revinfo");
    }

    /** One event of each lead is there, from when it was stored. */
    private void write(int perLead) {
        LeadClient stock = contender.stock();
        int transactions = stock.stored() / Work.UPDATE_50.leads() * (perLead - 1);
        for (int i = 0; i < transactions; i++) {
            try (AuditContext.Scope scope =
                    AuditContext.actor("actor-" + i % ACTORS).open()) {
                stock.run(Work.UPDATE_50);
            }
        }
    }

    private void keep(String table) {
        database.execute("create table base_" + table.toLowerCase(Locale.ROOT) + " as select * from \"" + table + '"');
    }

    private void copy(String table, int copy) {
        List<String> columns = database.columns(table).stream()
                .filter(column -> !(column.equals("id") && table.equalsIgnoreCase("hand_audit")))
                .toList();
        database.execute("insert into \"" + table + "\" (" + String.join(", ", columns) + ") select "
                + columns.stream().map(column -> value(table, column, copy)).collect(joining(", ")) + " from base_"
                + table.toLowerCase(Locale.ROOT));
    }

    private String value(String table, String column, int copy) {
        return switch (column) {
            // Each copy in lanes of another time.
            case "position" -> column + " + " + ((long) copy << LANE_TIME_BIT);
            case "revtstmp" -> column + " + " + copy * STEP_MILLIS;
            case "rev" ->
                database.isTimestamp(table, column)
                        ? database.later(column, copy * STEP_MILLIS)
                        : column + " + " + (long) copy * IDS_APART;
            case "occurred_at" -> database.later(column, copy * STEP_MILLIS);
            // The first 16 of its 48 bits of milliseconds are the steps since 1970.
            case "event_id" ->
                "cast('" + String.format(Locale.ROOT, "%04x", steps() + copy)
                        + "' || substring(cast(event_id as varchar) from 5) as uuid)";
            default -> column;
        };
    }

    private static long steps() {
        return System.currentTimeMillis() / STEP_MILLIS;
    }
}
