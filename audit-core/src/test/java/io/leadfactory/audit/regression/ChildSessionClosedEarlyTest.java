package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Closing a child session before its parent's commit lost all events of their transaction. */
class ChildSessionClosedEarlyTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void childSession_closedBeforeTheCommit_losesNoEvent() {
        try (Session parent = database.factory().openSession()) {
            parent.beginTransaction();
            try (Session child = parent.sessionWithOptions().connection().openSession()) {
                child.persist(new Lead(1, "a"));
                child.flush();
                parent.persist(new Lead(2, "b"));
                parent.flush();
            }
            parent.persist(new Lead(3, "c"));
            parent.getTransaction().commit();
        }
        assertThat(subjects()).containsExactly("3", "2", "1");
    }

    @Test
    void statelessChild_closedBeforeTheCommit_losesNoEvent() {
        try (Session parent = database.factory().openSession()) {
            parent.beginTransaction();
            try (StatelessSession child =
                    parent.statelessWithOptions().connection().open()) {
                child.insert(new Lead(1, "a"));
            }
            parent.getTransaction().commit();
        }
        assertThat(subjects()).containsExactly("1");
    }

    @Test
    void childSession_parentRolledBack_leavesNoEvent() {
        try (Session parent = database.factory().openSession()) {
            parent.beginTransaction();
            try (Session child = parent.sessionWithOptions().connection().openSession()) {
                child.persist(new Lead(1, "a"));
                child.flush();
            }
            parent.getTransaction().rollback();
            parent.beginTransaction();
            parent.persist(new Lead(2, "b"));
            parent.getTransaction().commit();
        }
        assertThat(subjects()).containsExactly("2");
    }

    private List<String> subjects() {
        List<AuditEvent> events = database.trail().find(AuditQuery.all()).events();
        return events.stream().map(event -> event.subject().id()).toList();
    }
}
