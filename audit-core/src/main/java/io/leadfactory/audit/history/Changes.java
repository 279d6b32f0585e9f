package io.leadfactory.audit.history;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Outcome;

/** Which events change an entity, and how much of it they tell. */
final class Changes {
    private Changes() {}

    /** Whether the event changed the entity, so that explicit entries about it and failed attempts do not count. */
    static boolean isChange(AuditEvent event) {
        return event.outcome() == Outcome.SUCCESS
                && switch (event.action()) {
                    case Actions.INSERT, Actions.UPDATE, Actions.UPSERT, Actions.DELETE -> true;
                    default -> false;
                };
    }

    /** Whether the event's new values are the entity's full state. */
    static boolean isFull(AuditEvent event) {
        return switch (event.action()) {
            case Actions.INSERT, Actions.UPSERT -> true;
            case Actions.UPDATE -> event.oldValues().isEmpty();
            default -> false;
        };
    }

    /** Whether nothing is told of the values, since the payload was erased. */
    static boolean isErased(AuditEvent event) {
        return event.erased();
    }

    /** Whether the event is of a statement that may have inserted an entity without an event of its own. */
    static boolean mayInsert(AuditEvent statement) {
        return isStatement(statement)
                && (statement.action().endsWith("_INSERT")
                        || statement.action().endsWith("_MERGE")
                        || statement.action().equals(Actions.SUPPRESSED));
    }

    /** Whether the event is of a statement that may have changed entities without an event of their own. */
    static boolean isUnresolved(AuditEvent statement) {
        String recorded = statement.details().get("recorded rows");
        return isStatement(statement)
                && !statement.action().endsWith("_INSERT")
                && (recorded == null || !Character.isDigit(recorded.charAt(0)));
    }

    private static boolean isStatement(AuditEvent event) {
        return event.outcome() == Outcome.SUCCESS && Actions.isManyRows(event.action());
    }

    static boolean isDelete(AuditEvent event) {
        return event.action().equals(Actions.DELETE);
    }
}
