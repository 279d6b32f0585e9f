package io.leadfactory.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each mapping, inserted, updated and deleted: the events are exactly those expected, and beside the one insert into the
 * audit table the work executes what it executes with audit off, and keeps as much in its persistence context.
 */
@OnEveryDatabase
class MappingMatrixTest {
    private static final List<MappingCase.Table> TABLES = List.of(
            Basics.table(),
            Times.table(),
            Embeddings.table(),
            Conversions.table(),
            Derived.table(),
            Identifiers.table(),
            Hierarchies.table(),
            References.table(),
            Kinds.table());

    /** Hibernate cannot update or delete these in a stateless session: it looks for the state that was loaded. */
    private static final Set<Class<?>> STATEFUL = Set.of(Kinds.Partitioned.class);

    /** With "none" each insert draws its identifier from the sequence, so factories of any age execute the same. */
    private static final String OPTIMIZER = "hibernate.id.optimizer.pooled.preferred";

    @RegisterExtension
    final TestDatabase database;

    /** Rows of one entity share its identifier. */
    private final Set<UUID> seen = new HashSet<>();

    MappingMatrixTest(DatabaseKind kind) {
        database =
                new TestDatabase(entities().toArray(Class<?>[]::new)).on(kind).with(OPTIMIZER, "none");
    }

    private static List<Class<?>> entities() {
        return TABLES.stream().flatMap(table -> table.entities().stream()).toList();
    }

    /** All on the same three factories, since most of the time goes into opening them. */
    @TestFactory
    Stream<DynamicContainer> insertUpdateDelete_eachMapping_recordsExactlyThat() {
        SessionFactory silent = open("leadfactory.audit.enabled", "false");
        silent.inTransaction(References::prepare);
        SessionFactory reading = open("leadfactory.audit.old-state", "READ");
        return Stream.of(Steps.values())
                .map(steps -> DynamicContainer.dynamicContainer(
                        steps.name(),
                        tests(steps, silent, steps == Steps.STATELESS_READING ? reading : database.factory())))
                .onClose(silent::close)
                .onClose(reading::close);
    }

    private SessionFactory open(String setting, String value) {
        return database.open(entities(), Map.of(setting, value, OPTIMIZER, "none"), "none");
    }

    private Stream<DynamicTest> tests(Steps steps, SessionFactory silent, SessionFactory audited) {
        return TABLES.stream()
                .flatMap(table -> table.cases().stream())
                .filter(row -> !steps.isStateless() || !STATEFUL.contains(row.type()))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row, steps, silent, audited)));
    }

    private <E> void check(MappingCase<E> row, Steps steps, SessionFactory silent, SessionFactory audited) {
        Trace without = run(row, steps, silent);
        Trace with = run(row, steps, audited);

        List<AuditEvent> events = newEvents(row, with.entity());
        assertThat(events).extracting(AuditEvent::action).as("%s: actions", row).isEqualTo(steps.actions(row));
        for (AuditEvent event : events) {
            checkValues(event, row, steps);
        }
        List<String> statements = new ArrayList<>(with.business());
        if (steps == Steps.STATELESS_READING) {
            without.business().forEach(statements::remove);
            assertThat(statements).as("%s: snapshots", row).hasSize(2).allMatch(sql -> sql.startsWith("select "));
        } else {
            assertThat(statements).as("%s: statements", row).isEqualTo(without.business());
        }
        assertThat(with.managed())
                .as("%s: entities and collections in the session", row)
                .isEqualTo(without.managed());
        assertThat(with.audits())
                .as("%s: inserts into the audit table, by transaction", row)
                .isEqualTo(steps.audits(row));
    }

    private <E> Trace run(MappingCase<E> row, Steps steps, SessionFactory factory) {
        try {
            return steps.run(row, factory, database.dataSource());
        } catch (RuntimeException e) {
            throw new AssertionError(row + " cannot be run", e);
        }
    }

    private static void checkValues(AuditEvent event, MappingCase<?> row, Steps steps) {
        switch (event.action()) {
            case "INSERT" -> {
                assertThat(event.oldValues())
                        .as("%s: old values of INSERT", row)
                        .isEmpty();
                assertThat(present(event.newValues()))
                        .as("%s: new values of INSERT", row)
                        .isEqualTo(row.before());
            }
            case "UPDATE" -> {
                if (steps == Steps.STATELESS) {
                    assertThat(event.oldValues())
                            .as("%s: old values of UPDATE", row)
                            .isEmpty();
                    assertThat(present(event.newValues()))
                            .as("%s: new values of UPDATE", row)
                            .isEqualTo(row.after());
                } else {
                    assertThat(event.oldValues())
                            .as("%s: old values of UPDATE", row)
                            .isEqualTo(row.changed(row.before()));
                    assertThat(event.newValues())
                            .as("%s: new values of UPDATE", row)
                            .isEqualTo(row.changed(row.after()));
                }
            }
            default -> {
                assertThat(present(event.oldValues()))
                        .as("%s: old values of DELETE", row)
                        .isEqualTo(row.after());
                assertThat(event.newValues())
                        .as("%s: new values of DELETE", row)
                        .isEmpty();
            }
        }
    }

    private List<AuditEvent> newEvents(MappingCase<?> row, Object entity) {
        SessionFactoryImplementor factory = database.factory().unwrap(SessionFactoryImplementor.class);
        String subjectType =
                factory.getMappingMetamodel().getEntityDescriptor(row.type()).getImportedName();
        String id = row.subjectId(entity, factory);
        List<AuditEvent> events = new ArrayList<>(
                database.trail().history(Subject.of(subjectType, id), 10).events());
        events.removeIf(event -> !seen.add(event.id()));
        Collections.reverse(events);
        return events;
    }

    private static Map<String, String> present(Map<String, @Nullable String> values) {
        Map<String, String> present = new HashMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }
}
