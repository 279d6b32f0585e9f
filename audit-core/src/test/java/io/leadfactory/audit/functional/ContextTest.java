package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.NoActorException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

class ContextTest {
    private static final AuditEntry ENTRY = AuditEntry.of("X", Subject.of("Lead", "1"));
    private static final AuditContext NOBODY =
            AuditContext.anonymous().ip("::1").requestId("r-1");

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void flush_inAScope_takesTheContextOfThatMoment() {
        database.inTransaction(session -> {
            try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
                session.persist(new Lead(1, "a"));
                session.flush();
                database.trail().record(session, ENTRY);
            }
            try (AuditContext.Scope scope = AuditContext.actor("bob").open()) {
                session.persist(new Lead(2, "b"));
                session.flush();
            }
            session.persist(new Lead(3, "c"));
        });
        assertThat(actors()).containsExactly("system", "bob", "alice", "alice");
    }

    @Test
    void commit_scopeAroundTheTransaction_takesItsContext() {
        try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
            database.inTransaction(session -> {
                try (AuditContext.Scope inner = AuditContext.actor("bob").open()) {
                    session.persist(new Lead(1, "flushed by the commit, outside this scope"));
                }
            });
        }
        assertThat(actors()).containsExactly("alice");
    }

    @Test
    void record_anonymousContext_keepsTheRestAndNamesTheSystem() {
        Map<String, Object> named = Map.of("leadfactory.audit.system-actor", " batch ");
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), named, "none");
                AuditContext.Scope scope = NOBODY.open()) {
            factory.inTransaction(session -> session.persist(new Lead(1, "a")));
            AuditTrail.of(factory).record(ENTRY);
            try (AuditContext.Scope none = AuditContext.suspend()) {
                AuditTrail.of(factory).record(ENTRY);
            }
        }
        List<AuditEvent> events = events();
        assertThat(actors()).containsOnly("batch").hasSize(3);
        assertThat(events.get(0).origin().ip()).isNull();
        assertThat(events.get(1).origin().ip()).isEqualTo("::1");
        assertThat(events.get(2).origin()).isEqualTo(NOBODY.origin("batch"));
    }

    @Test
    void record_anonymousContextAndPolicyRefuse_isRefusedAndSaysWhy() {
        Map<String, Object> refuse = Map.of("leadfactory.audit.no-actor", "REFUSE");
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), refuse, "none");
                AuditContext.Scope scope = NOBODY.open()) {
            assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Lead(1, "a"))))
                    .isInstanceOf(NoActorException.class)
                    .hasMessageContaining("the open audit context names no actor")
                    .hasMessageNotContaining("::1");
            try (AuditContext.Scope named = NOBODY.named("alice").open()) {
                factory.inTransaction(session -> session.persist(new Lead(1, "a")));
            }
        }
        assertThat(actors()).containsExactly("alice");
        assertThat(events().get(0).origin().requestId()).isEqualTo("r-1");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void transactions_onVirtualThreads_keepTheirActors() throws Exception {
        ExecutorService virtual = AuditContext.wrap((ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            long id = i;
            try (AuditContext.Scope scope = AuditContext.actor("user " + i).open()) {
                done.add(virtual.submit(() -> database.inTransaction(session -> session.persist(new Lead(id, "a")))));
            }
        }
        for (Future<?> each : done) {
            each.get();
        }
        virtual.shutdown();
        assertThat(virtual.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(events())
                .hasSize(100)
                .allSatisfy(event -> assertThat(event.actor())
                        .isEqualTo("user " + event.subject().id()));
    }

    private List<String> actors() {
        return events().stream().map(AuditEvent::actor).toList();
    }

    private List<AuditEvent> events() {
        return database.trail()
                .find(AuditQuery.all().limit(AuditQuery.MAX_LIMIT))
                .events();
    }
}
