package io.leadfactory.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.Finding;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two databases in one transaction, each with a trail, under a transaction manager that prepares both. */
class XaTest {
    @RegisterExtension
    final TestDatabase first = new TestDatabase(Lead.class, Company.class);

    @RegisterExtension
    final TestDatabase second = new TestDatabase(Lead.class, Company.class);

    private final XaTransactions transactions = new XaTransactions();
    private final TransactionManager manager = transactions.manager();
    private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();
    private SessionFactory here;
    private SessionFactory there;
    private long nextId = 1;

    @SuppressWarnings("NullAway.Init")
    XaTest() {}

    @BeforeEach
    void open() throws SQLException {
        here = open(first, UnaryOperator.identity());
        there = open(second, Faulty::new);
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void commit_bothDatabases_goOnInTheirLanes() throws Exception {
        for (int i = 0; i < 3; i++) {
            write();
            manager.commit();
        }
        for (TestDatabase database : List.of(first, second)) {
            assertThat(ids(database)).containsExactly("1", "2", "3");
            assertThat(database.trail().verify().lanes()).isEqualTo(1);
        }
        assertThat(AuditTrail.of(here).verify().findings()).isEmpty();
    }

    @Test
    void rollback_leavesNothingInEither() throws Exception {
        write();
        manager.rollback();
        assertNext();
    }

    @Test
    void prepare_refused_rollsBothBack() throws Exception {
        fault.set(new Fault("prepare", XAException.XA_RBROLLBACK));
        write();
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertNext();
    }

    /** The transaction manager reports a commit to those who wait for its end: the events that should be there are not. */
    @Test
    void commit_heuristicallyRolledBackByOne_isFoundThereAndForksNoLane() throws Exception {
        second.expectTampering();
        fault.set(new Fault("commit", XAException.XA_HEURRB));
        write();
        assertThatThrownBy(manager::commit).isInstanceOf(HeuristicMixedException.class);
        assertThat(ids(first)).containsExactly("1");
        assertThat(ids(second)).isEmpty();
        fault.set(null);
        write();
        manager.commit();
        assertThat(ids(first)).containsExactly("1", "2");
        assertThat(AuditTrail.of(here).verify().findings()).isEmpty();
        assertThat(ids(second)).containsExactly("2");
        assertThat(AuditTrail.of(there).verify().findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.DELETED);
    }

    private void assertNext() throws Exception {
        fault.set(null);
        write();
        manager.commit();
        assertThat(ids(first)).containsExactly("2");
        assertThat(ids(second)).containsExactly("2");
        assertThat(AuditTrail.of(here).verify().findings()).isEmpty();
        assertThat(AuditTrail.of(there).verify().findings()).isEmpty();
    }

    private void write() throws Exception {
        manager.begin();
        long id = nextId++;
        for (SessionFactory factory : List.of(here, there)) {
            try (Session session = factory.openSession()) {
                session.persist(new Lead(id, "a"));
                session.flush();
            }
        }
    }

    private static List<String> ids(TestDatabase database) {
        return database.trail().find(AuditQuery.all().oldestFirst()).events().stream()
                .map((AuditEvent event) -> event.subject().id())
                .toList();
    }

    private SessionFactory open(TestDatabase database, UnaryOperator<XAResource> watch) throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        try (Connection connection = database.dataSource().getConnection()) {
            source.setURL(connection.getMetaData().getURL());
        }
        Map<String, Object> settings = Map.of(
                "hibernate.connection.datasource",
                transactions.dataSource(source, watch),
                "hibernate.transaction.coordinator_class",
                "jta",
                "hibernate.transaction.jta.platform",
                transactions);
        return database.open(List.of(Lead.class, Company.class), settings, "none");
    }

    /** What goes wrong: the resource rolls back, and says so. */
    private record Fault(String method, int code) {}

    /** A resource with the fault of the moment; not serializable, so the transaction manager does not try to store it. */
    private final class Faulty implements XAResource {
        private final XAResource resource;

        Faulty(XAResource resource) {
            this.resource = resource;
        }

        private void failIn(String method, Xid xid) throws XAException {
            Fault wrong = fault.get();
            if (wrong != null && method.equals(wrong.method)) {
                resource.rollback(xid);
                throw new XAException(wrong.code);
            }
        }

        @Override
        public int prepare(Xid xid) throws XAException {
            failIn("prepare", xid);
            return resource.prepare(xid);
        }

        @Override
        public void commit(Xid xid, boolean onePhase) throws XAException {
            failIn("commit", xid);
            resource.commit(xid, onePhase);
        }

        @Override
        public void rollback(Xid xid) throws XAException {
            resource.rollback(xid);
        }

        @Override
        public void start(Xid xid, int flags) throws XAException {
            resource.start(xid, flags);
        }

        @Override
        public void end(Xid xid, int flags) throws XAException {
            resource.end(xid, flags);
        }

        @Override
        public void forget(Xid xid) {}

        @Override
        public boolean isSameRM(XAResource other) {
            return other == this;
        }

        @Override
        public Xid[] recover(int flag) throws XAException {
            return resource.recover(flag);
        }

        @Override
        public int getTransactionTimeout() throws XAException {
            return resource.getTransactionTimeout();
        }

        @Override
        public boolean setTransactionTimeout(int seconds) throws XAException {
            return resource.setTransactionTimeout(seconds);
        }
    }
}
