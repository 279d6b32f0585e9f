package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.context.BulkMode;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.NoActorException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.query.sqm.sql.StandardSqmTranslatorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BulkSettingTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class)
            .with("leadfactory.audit.bulk", "rows")
            .with("leadfactory.audit.bulk-limit", 3);

    @RegisterExtension
    final TestDatabase ownTranslator = new TestDatabase(Lead.class, Company.class)
            .with("hibernate.query.sqm.translator", StandardSqmTranslatorFactory.class.getName());

    private final CurrentTenant currentTenant = new CurrentTenant();

    @RegisterExtension
    final TestDatabase tenants = new TestDatabase(Owned.class)
            .with("hibernate.tenant_identifier_resolver", currentTenant)
            .with("leadfactory.audit.bulk", "ROWS");

    @BeforeEach
    void leads() {
        for (TestDatabase each : List.of(database, ownTranslator)) {
            each.inTransaction(session -> {
                for (int i = 1; i <= 4; i++) {
                    session.persist(new Lead(i, "a" + i));
                }
            });
        }
    }

    @Test
    void rows_upToTheLimit_areRecorded() {
        change(database, "update Lead set email = 'x' where id < 4");
        assertThat(since(database)).hasSize(4);
    }

    @Test
    void rows_moreThanTheLimit_leaveTheStatementAlone() {
        change(database, "update Lead set email = 'x'");
        List<AuditEvent> events = since(database);
        assertThat(events).hasSize(1);
        assertThat(events.get(0).details())
                .containsEntry("rows", "4")
                .containsEntry("recorded rows", "none: there are more than 3");
    }

    @Test
    void mode_openedForTheThread_winsOverTheSetting() {
        try (BulkMode.Scope scope = BulkMode.STATEMENT.open()) {
            try (BulkMode.Scope inner = BulkMode.ROWS.open()) {
                change(database, "update Lead set email = 'x' where id = 1");
            }
            change(database, "update Lead set email = 'y' where id = 1");
        }
        assertThat(since(database))
                .extracting(AuditEvent::action)
                .containsExactly("BULK_UPDATE", "UPDATE", "BULK_UPDATE");
    }

    @Test
    void translatorOfTheApplication_statementIsRecordedAsItsSqlTells() {
        change(ownTranslator, "delete from Lead where email = 'a1'");
        List<AuditEvent> events = since(ownTranslator);
        assertThat(events).hasSize(1);
        assertThat(events.get(0).action()).isEqualTo("BULK_DELETE");
        assertThat(events.get(0).subject()).isEqualTo(Subject.of("Lead", "*"));
        assertThat(events.get(0).details())
                .containsEntry("rows", "1")
                .containsEntry("statement", "delete from Lead l1_0 where l1_0.email='***'");
    }

    @Test
    void noActor_refused_statementIsNotExecuted() {
        Map<String, Object> settings = Map.of("leadfactory.audit.no-actor", "REFUSE");
        try (SessionFactory strict = database.open(List.of(Lead.class, Company.class), settings, "none")) {
            for (String sql : List.of("delete from Lead", "delete from Lead where id = 1")) {
                assertThatThrownBy(() -> strict.inTransaction(
                                session -> session.createMutationQuery(sql).executeUpdate()))
                        .isInstanceOf(NoActorException.class);
                assertThatThrownBy(() -> strict.inTransaction(session ->
                                session.createNativeMutationQuery(sql).executeUpdate()))
                        .isInstanceOf(NoActorException.class);
            }
        }
        database.inTransaction(
                session -> assertThat(session.find(Lead.class, 1L)).isNotNull());
    }

    @Test
    void rows_tenant_seesItsOwn() {
        for (String tenant : List.of("one", "two", "three", "four")) {
            currentTenant.name = tenant;
            tenants.inTransaction(session -> session.persist(new Owned(tenant)));
        }
        change(tenants, "update Owned set text = 'x'");
        assertThat(since(tenants))
                .extracting(event -> event.action() + ' ' + event.subject())
                .containsExactly("BULK_UPDATE Owned#*", "UPDATE Owned#four");
    }

    private static void change(TestDatabase database, String hql) {
        database.inTransaction(session -> session.createMutationQuery(hql).executeUpdate());
    }

    private static List<AuditEvent> since(TestDatabase database) {
        List<AuditEvent> events =
                new ArrayList<>(database.trail().find(AuditQuery.all()).events());
        Collections.reverse(events);
        return events.subList(4, events.size());
    }

    @Entity(name = "Owned")
    @Auditable
    static class Owned {
        @Id
        String id = "";

        @TenantId
        @Nullable
        String tenant;

        @Nullable
        String text;

        protected Owned() {}

        Owned(String id) {
            this.id = id;
        }
    }

    /** The tenant that the test names. */
    private static final class CurrentTenant implements CurrentTenantIdentifierResolver<String> {
        private String name = "none";

        @Override
        public String resolveCurrentTenantIdentifier() {
            return name;
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }
}
