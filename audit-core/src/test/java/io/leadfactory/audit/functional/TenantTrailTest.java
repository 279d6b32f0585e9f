package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditUnavailableException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.HandClock;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.VerificationReport;
import io.leadfactory.audit.query.AuditQuery;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.jdbc.connections.spi.AbstractDataSourceBasedMultiTenantConnectionProviderImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tenants with a database each have a trail each, whoever writes it and whenever. After each test both verify. */
@OnEveryDatabase
class TenantTrailTest {
    private static final List<Class<?>> ENTITIES = List.of(Lead.class, Company.class);

    @RegisterExtension
    final TestDatabase north;

    @RegisterExtension
    final TestDatabase south;

    private final Current current = new Current();

    @TempDir
    Path folder = Path.of("");

    TenantTrailTest(DatabaseKind kind) {
        north = new TestDatabase(Lead.class, Company.class).on(kind);
        south = new TestDatabase(Lead.class, Company.class).on(kind);
    }

    @Test
    void commit_tenantsByTurns_leavesNoGapInEitherTrail() {
        try (SessionFactory factory = open(Map.of())) {
            for (int i = 1; i <= 3; i++) {
                persist(factory, "north", i);
                persist(factory, "south", i);
            }
            for (String tenant : List.of("north", "south")) {
                assertThat(verify(factory, tenant).lanes()).isEqualTo(1);
                assertThat(AuditTrail.of(factory).find(AuditQuery.all()).events())
                        .hasSize(3);
            }
        }
    }

    @Test
    void commit_laneOfAnother_goesOnInALaneOfTheTenant() {
        try (SessionFactory one = open(sameLanes());
                SessionFactory other = open(sameLanes())) {
            persist(one, "north", 1);
            north.dataSource().drain();
            persist(other, "north", 2);
            assertThat(north.dataSource().drain())
                    .as("the first one is refused, since the lane is taken")
                    .filteredOn(sql -> sql.startsWith("insert into audit_event"))
                    .hasSize(2);
            persist(other, "south", 3);
            persist(other, "north", 4);
            persist(other, "south", 5);
            assertThat(verify(other, "north").lanes()).isEqualTo(2);
            assertThat(verify(other, "south").lanes()).isEqualTo(1);
        }
        assertThat(subjects(north)).containsExactlyInAnyOrder("INSERT 1", "INSERT 2", "INSERT 4");
        assertThat(subjects(south)).containsExactlyInAnyOrder("INSERT 3", "INSERT 5");
    }

    @Test
    void rollback_standsInTheTrailOfItsTenant() {
        try (SessionFactory factory = open(Map.of("leadfactory.audit.failed-attempts", true))) {
            for (String tenant : List.of("north", "south", "north")) {
                in(factory, tenant, session -> {
                    session.persist(new Lead(tenant.equals("north") ? 1 : 2, "a"));
                    session.flush();
                    session.getTransaction().rollback();
                });
            }
            current.tenant.set("south");
        }
        assertThat(subjects(north)).containsExactly("TRANSACTION 1", "TRANSACTION 1");
        assertThat(subjects(south)).containsExactly("TRANSACTION 2");
    }

    @Test
    void replay_storesEachEventInTheTrailOfItsTenant() {
        try (SessionFactory factory = open(continuing())) {
            rename(north, "audit_event", "gone");
            rename(south, "audit_event", "gone");
            persist(factory, "north", 1);
            persist(factory, "south", 2);
            rename(north, "gone", "audit_event");
            rename(south, "gone", "audit_event");
            assertThat(AuditTrail.of(factory).replay().isComplete()).isTrue();
        }
        assertThat(subjects(north)).containsExactly("INSERT 1");
        assertThat(subjects(south)).containsExactly("INSERT 2");
        assertThat(north.trail().find(AuditQuery.all()).events().get(0).details())
                .containsKey("audit.replayed")
                .doesNotContainKey("audit.commit");
    }

    @Test
    void replay_nextProcess_knowsTheTenant() {
        try (SessionFactory factory = open(continuing())) {
            rename(south, "audit_event", "gone");
            persist(factory, "south", 2);
        }
        rename(south, "gone", "audit_event");
        current.tenant.set("north");
        try (SessionFactory factory = open(continuing())) {
            AuditTrail.of(factory).replay();
        }
        assertThat(subjects(north)).isEmpty();
        assertThat(subjects(south)).containsExactly("INSERT 2");
    }

    @Test
    void replay_databaseOfOneTenantAway_goesOnForTheOther() {
        try (SessionFactory factory = open(continuing())) {
            rename(north, "audit_event", "gone");
            rename(south, "audit_event", "gone");
            for (int i = 1; i <= 5; i++) {
                persist(factory, "north", i);
            }
            persist(factory, "south", 6);
            rename(south, "gone", "audit_event");
            assertThat(AuditTrail.of(factory).replay().isComplete()).isFalse();
            assertThat(subjects(south)).containsExactly("INSERT 6");
            rename(north, "gone", "audit_event");
            AuditTrail.of(factory).replay();
        }
        assertThat(subjects(north)).hasSize(5);
    }

    @Test
    void record_withoutASession_isOfTheCurrentTenant() {
        AuditEntry entry = AuditEntry.of("EXPORT", Subject.of("Lead", "1"));
        try (SessionFactory factory = open(continuing())) {
            AuditTrail trail = AuditTrail.of(factory);
            current.tenant.set("south");
            trail.record(entry);
            rename(south, "audit_event", "gone");
            trail.record(entry);
            rename(south, "gone", "audit_event");
            current.tenant.set("north");
            trail.replay();
            current.tenant.set(null);
            assertThatThrownBy(() -> trail.record(entry))
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining("no tenant is current");
            assertThatThrownBy(trail::verify).isInstanceOf(AuditUnavailableException.class);
        }
        assertThat(subjects(north)).isEmpty();
        assertThat(subjects(south)).containsExactly("EXPORT 1", "EXPORT 1");
    }

    private VerificationReport verify(SessionFactory factory, String tenant) {
        current.tenant.set(tenant);
        VerificationReport report = AuditTrail.of(factory).verify();
        assertThat(report.findings()).isEmpty();
        return report;
    }

    /** Whoever opens with these chooses the same lanes. */
    private static Map<String, Object> sameLanes() {
        return Map.of(
                "leadfactory.audit.random", new Random(7), "leadfactory.audit.clock", new HandClock(Instant.EPOCH));
    }

    private Map<String, Object> continuing() {
        return Map.of("leadfactory.audit.failure-policy", "CONTINUE", "leadfactory.audit.spool", folder.toString());
    }

    private SessionFactory open(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(
                "hibernate.multi_tenant_connection_provider",
                new Databases(Map.of("north", north.dataSource(), "south", south.dataSource())));
        all.put("hibernate.tenant_identifier_resolver", current);
        return north.open(ENTITIES, all, "none");
    }

    private static void persist(SessionFactory factory, String tenant, long id) {
        in(factory, tenant, session -> {
            session.persist(new Lead(id, "a"));
            session.getTransaction().commit();
        });
    }

    private static void in(SessionFactory factory, String tenant, Consumer<Session> work) {
        try (Session session =
                factory.withOptions().tenantIdentifier((Object) tenant).openSession()) {
            session.beginTransaction();
            work.accept(session);
        }
    }

    private static void rename(TestDatabase database, String from, String to) {
        database.dataSource().execute("alter table " + from + " rename to " + to);
    }

    private static List<String> subjects(TestDatabase database) {
        return database.trail().find(AuditQuery.all()).events().stream()
                .map((AuditEvent event) ->
                        event.action() + ' ' + event.subject().id())
                .toList();
    }

    /** Who is current. */
    private static final class Current implements CurrentTenantIdentifierResolver<@Nullable String> {
        private final AtomicReference<@Nullable String> tenant = new AtomicReference<>();

        @Override
        public @Nullable String resolveCurrentTenantIdentifier() {
            return tenant.get();
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }

    /** A database for each tenant. */
    private static final class Databases extends AbstractDataSourceBasedMultiTenantConnectionProviderImpl<String> {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, DataSource> databases;

        Databases(Map<String, DataSource> databases) {
            this.databases = databases;
        }

        @Override
        protected DataSource selectAnyDataSource() {
            return selectDataSource("north");
        }

        @Override
        protected DataSource selectDataSource(String tenant) {
            DataSource database = databases.get(tenant);
            if (database == null) {
                throw new IllegalArgumentException("no such tenant: " + tenant);
            }
            return database;
        }

        @Override
        public Connection getConnection(String tenant) throws SQLException {
            return selectDataSource(tenant).getConnection();
        }
    }
}
