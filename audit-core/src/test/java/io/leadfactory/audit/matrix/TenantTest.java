package io.leadfactory.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tenants that share their tables share the trail, which is read and written without naming one. */
@OnEveryDatabase
class TenantTest {
    @RegisterExtension
    final TestDatabase database;

    TenantTest(DatabaseKind kind) {
        database = new TestDatabase(Account.class).on(kind);
    }

    @Test
    void read_severalTenants_findsTheEventsOfAll() {
        as("north", session -> session.persist(new Account()));
        as("south", session -> session.persist(new Account()));
        assertThat(database.trail().find(AuditQuery.all()).events())
                .extracting(event -> event.newValues().get("tenant"))
                .containsExactly("south", "north");
    }

    @Test
    void record_withoutASession_needsNoTenant() {
        database.trail().record(AuditEntry.of("EXPORT", Subject.of("Account", "1")));
        assertThat(database.trail().find(AuditQuery.all()).events()).hasSize(1);
    }

    @Test
    void updateAndDelete_ofATenant_areRecorded() {
        as("north", session -> session.persist(new Account()));
        Long id = database.trail().find(AuditQuery.all()).events().stream()
                .map(event -> Long.valueOf(event.subject().id()))
                .findFirst()
                .orElseThrow();
        as("north", session -> session.find(Account.class, id).name = "b");
        try (StatelessSession session = database.factory()
                .withStatelessOptions()
                .tenantIdentifier((Object) "north")
                .openStatelessSession()) {
            session.beginTransaction();
            Account account = session.get(Account.class, id);
            session.delete(account);
            session.getTransaction().commit();
        }
        AuditEvent update = database.trail().find(AuditQuery.all()).events().get(1);
        assertThat(update.oldValues()).containsOnly(entry("name", "a"));
        assertThat(update.newValues()).containsOnly(entry("name", "b"));
        assertThat(database.trail().find(AuditQuery.all()).events().get(0).oldValues())
                .containsOnly(entry("name", "b"), entry("tenant", "north"));
    }

    private void as(String tenant, Consumer<Session> work) {
        try (Session session = database.factory()
                .withOptions()
                .tenantIdentifier((Object) tenant)
                .openSession()) {
            session.beginTransaction();
            work.accept(session);
            session.getTransaction().commit();
        }
    }

    /** Belongs to a tenant. */
    @Entity(name = "Account")
    @Auditable
    static class Account {
        @Id
        @GeneratedValue
        @Nullable
        Long id;

        @TenantId
        @Nullable
        String tenant;

        @Nullable
        String name = "a";
    }
}
