package io.leadfactory.audit.example;

import static java.util.stream.Collectors.joining;

import io.leadfactory.audit.store.AuditTable;

/** Somebody who writes to the table past the trail. */
public final class Intruder {
    private Intruder() {}

    /** Copies the last event of each lane to a number that is so many ahead. */
    public static void append(CountingDataSource database, int ahead) {
        String columns = AuditTable.columns().stream()
                .map(AuditTable.ColumnDefinition::name)
                .collect(joining(", "));
        database.execute("insert into audit_event (" + columns + ") select "
                + columns.replace("position,", "position + " + ahead + ",") + " from audit_event e where position ="
                + " (select max(o.position) from audit_event o"
                + " where floor(o.position / 1048576) = floor(e.position / 1048576))");
    }
}
