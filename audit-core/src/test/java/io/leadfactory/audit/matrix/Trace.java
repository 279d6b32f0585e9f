package io.leadfactory.audit.matrix;

import java.util.ArrayList;
import java.util.List;

/** What a run executed and kept. For one thread. */
final class Trace {
    private final Object entity;
    private final List<String> business = new ArrayList<>();
    private final List<Integer> audits = new ArrayList<>();
    private final List<String> managed = new ArrayList<>();

    Trace(Object entity) {
        this.entity = entity;
    }

    /** The statements of one transaction, in order. */
    void executed(List<String> statements) {
        int audit = 0;
        for (String statement : statements) {
            if (statement.startsWith("insert into audit_event")) {
                audit++;
            } else {
                business.add(statement);
            }
        }
        audits.add(audit);
    }

    /** What the session holds after a flush. */
    void managed(int entities, int collections) {
        managed.add(entities + " entities, " + collections + " collections");
    }

    /** The entity that was inserted. */
    Object entity() {
        return entity;
    }

    List<String> business() {
        return business;
    }

    /** How many inserts into the audit table each transaction made. */
    List<Integer> audits() {
        return audits;
    }

    List<String> managed() {
        return managed;
    }
}
