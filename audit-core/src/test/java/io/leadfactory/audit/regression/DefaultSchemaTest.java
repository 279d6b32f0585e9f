package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With a default schema in Hibernate's settings the table was made there, and then looked for elsewhere. */
class DefaultSchemaTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void commit_defaultSchemaSet_writesAndReadsThere() {
        database.dataSource().execute("create schema leads");
        Map<String, Object> settings = Map.of("hibernate.default_schema", "leads");
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), settings, "create-only")) {
            factory.inTransaction(session -> session.persist(new Lead(1, "a")));
            AuditTrail trail = AuditTrail.of(factory);
            assertThat(trail.find(AuditQuery.all()).events()).hasSize(1);
            assertThat(trail.verify().events()).isEqualTo(1);
            assertThat(trail.verify().isClean()).isTrue();
        }
        assertThat(database.dataSource().drain()).anyMatch(sql -> sql.startsWith("insert into leads.audit_event"));
        assertThat(database.trail().find(AuditQuery.all()).events()).isEmpty();
    }
}
