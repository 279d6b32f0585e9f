package io.leadfactory.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.Objects;
import org.hibernate.engine.jdbc.proxy.BlobProxy;
import org.hibernate.engine.jdbc.proxy.ClobProxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Large objects are left alone: what can be read once is still read by the database. */
@OnEveryDatabase
class LargeObjectTest {
    @RegisterExtension
    final TestDatabase database;

    LargeObjectTest(DatabaseKind kind) {
        database = new TestDatabase(Large.class).on(kind).with("hibernate.jdbc.batch_size", "10");
    }

    @Test
    void insert_streamsThatCanBeReadOnce_storesThemAndRecordsTheirLength() {
        database.inTransaction(session -> {
            for (long id = 1; id <= 3; id++) {
                Large large = new Large(id);
                large.bytes = BlobProxy.generateProxy(once(new byte[] {1, 2, 3}), 3);
                large.text = ClobProxy.generateProxy(new StringReader("text"), 4);
                session.persist(large);
            }
        });
        assertThat(database.trail().find(AuditQuery.all()).events())
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.newValues())
                        .containsEntry("bytes", "(not recorded: 3 bytes)")
                        .containsEntry("text", "(not recorded: 4 characters)"));
        database.inTransaction(session -> {
            Large large = session.find(Large.class, 2L);
            assertThat(bytes(large.bytes)).containsExactly(1, 2, 3);
            assertThat(text(large.text)).isEqualTo("text");
        });
    }

    @Test
    void update_ofALoadedOne_recordsThatItChangedWithoutReadingTheOldOne() {
        database.inTransaction(session -> {
            Large large = new Large(1L);
            large.bytes = BlobProxy.generateProxy(new byte[] {1});
            session.persist(large);
        });
        database.inTransaction(session -> session.find(Large.class, 1L).name = "b");
        assertThat(latest().newValues()).containsOnlyKeys("name");
        database.inTransaction(
                session -> session.find(Large.class, 1L).bytes = BlobProxy.generateProxy(new byte[] {1, 2}));
        assertThat(latest().newValues()).containsOnlyKeys("bytes").containsEntry("bytes", "(not recorded: 2 bytes)");
        database.inTransaction(session -> session.remove(session.find(Large.class, 1L)));
        assertThat(latest().action()).isEqualTo("DELETE");
        assertThat(latest().oldValues().get("bytes")).startsWith("(not recorded: ");
    }

    private AuditEvent latest() {
        return database.trail().find(AuditQuery.all()).events().get(0);
    }

    private static InputStream once(byte[] bytes) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }

    private static byte[] bytes(@Nullable Blob blob) {
        try {
            return Objects.requireNonNull(blob).getBytes(1, 3);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(@Nullable Clob clob) {
        try {
            return Objects.requireNonNull(clob).getSubString(1, 10);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has large objects. */
    @Entity(name = "LargeOne")
    @Auditable
    static class Large {
        @Id
        Long id = 0L;

        @Nullable
        String name = "a";

        @Lob
        @Nullable
        Blob bytes;

        @Lob
        @Nullable
        Clob text;

        protected Large() {}

        Large(Long id) {
            this.id = id;
        }
    }
}
