package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditSchemaException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shipped scripts and Hibernate's schema tools make the same table, and what does not fit is refused at the start. */
@OnEveryDatabase
class SchemaTest {
    private static final String MIGRATION = "/io/leadfactory/audit/migration/%s/V1__audit_event.sql";
    private static final String PARTITIONING = "/io/leadfactory/audit/partitioning/%s/V1__audit_event.sql";

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    SchemaTest(DatabaseKind kind) {
        database.on(kind);
    }

    @Test
    void migration_andSchemaTools_makeTheSameTable() throws IOException {
        List<String> made = table();
        assertThat(made).hasSizeGreaterThanOrEqualTo(23 + 1 + 3);

        run(MIGRATION);
        assertThat(table()).isEqualTo(made);
        database.trail().record(AuditEntry.of("X", Subject.of("Y", "1")));
    }

    @Test
    void validate_tableOfTheMigration_passes() throws IOException {
        run(MIGRATION);
        assertThatCode(() -> reopen("validate").close()).doesNotThrowAnyException();
    }

    @Test
    void validate_columnMissing_isRefused() {
        database.dataSource().execute("alter table audit_event drop column reason");
        assertThatThrownBy(() -> reopen("validate"))
                .isInstanceOf(SchemaManagementException.class)
                .hasMessageContaining("reason");
        database.dataSource().execute("alter table audit_event add column reason varchar(1000)");
    }

    @Test
    void update_tableMissing_makesIt() {
        List<String> made = table();
        database.dataSource().execute("drop table audit_event");
        reopen("update").close();
        assertThat(table()).isEqualTo(made);
    }

    @Test
    void start_olderTable_isRefusedWithVersionsAndScripts() {
        database.dataSource().execute("alter table audit_event drop column reason");
        assertThatThrownBy(() -> reopen("none"))
                .isInstanceOf(AuditSchemaException.class)
                .hasMessage(
                        "table \"audit_event\" must have schema version 1: it has version 0, without column(s) [reason];"
                                + " run the migration scripts from version 1 on in io/leadfactory/audit/migration/"
                                + kind());
        database.dataSource().execute("alter table audit_event add column reason varchar(1000)");
    }

    @Test
    void start_tableMissing_isRefusedUnlessSetOtherwise() throws IOException {
        database.dataSource().execute("drop table audit_event");
        assertThatThrownBy(() -> reopen("none"))
                .isInstanceOf(AuditSchemaException.class)
                .hasMessageContaining("must be there with schema version 1: it cannot be read, SQL state")
                .hasMessageContaining("io/leadfactory/audit/migration/" + kind());
        for (String policy : List.of("WARN", "OFF")) {
            database.open(List.of(Lead.class, Company.class), Map.of("leadfactory.audit.schema-check", policy), "none")
                    .close();
        }
        run(MIGRATION);
    }

    @Test
    void start_laterTable_passes() {
        database.dataSource().execute("alter table audit_event add column later varchar(10)");
        assertThatCode(() -> reopen("none").close()).doesNotThrowAnyException();
        database.trail().record(AuditEntry.of("X", Subject.of("Y", "1")));
    }

    @Test
    void partitioning_eventsGoToTheirMonth_andAreFoundAndVerified() throws IOException {
        Assumptions.assumeTrue(database.kind() == DatabaseKind.POSTGRESQL, "partitions are PostgreSQL's");
        run(PARTITIONING);
        reopen("none").close();
        database.trail().record(AuditEntry.of("X", Subject.of("Y", "1")));
        database.trail()
                .recordAll(List.of(
                        AuditEntry.of("A", Subject.of("Y", "1")),
                        AuditEntry.of("B", Subject.of("Y", "1")),
                        AuditEntry.of("C", Subject.of("Y", "1")),
                        AuditEntry.of("D", Subject.of("Y", "1"))));
        assertThat(database.trail().history(Subject.of("Y", "1"), 10).events()).hasSize(5);
        assertThat(rows("select count(*) from audit_event_other")).containsExactly("0");
        assertThat(rows("select count(*) from pg_inherits where inhparent = 'audit_event'::regclass"))
                .containsExactly("3");
        assertThat(rows("select audit_event_add_month(date '2031-02-03')")).containsExactly("audit_event_2031_02");
        assertThat(rows("select audit_event_add_month(date '2031-02-28')")).containsExactly("audit_event_2031_02");
    }

    /** There is no MySQL among the test databases; MariaDB with Hibernate's types for MySQL is the nearest. */
    @Test
    void mysqlScript_onMariaDbWithTypesOfMySql_recordsFindsAndVerifies() throws IOException {
        Assumptions.assumeTrue(database.kind() == DatabaseKind.MARIADB, "MariaDB stands in for MySQL");
        run(MIGRATION, "mysql");
        Map<String, Object> properties = Map.of("hibernate.dialect", MySQLDialect.class.getName());
        try (SessionFactory mysql = database.open(List.of(Lead.class, Company.class), properties, "none")) {
            AuditTrail trail = AuditTrail.of(mysql);
            List<UUID> ids = trail.recordAll(
                    List.of(AuditEntry.of("A", Subject.of("Y", "1")), AuditEntry.of("B", Subject.of("Y", "1"))));
            assertThat(trail.history(Subject.of("Y", "1"), 10).events())
                    .extracting(AuditEvent::id)
                    .containsExactly(ids.get(1), ids.get(0));
            assertThat(trail.verify().findings()).isEmpty();
        }
        run(MIGRATION);
    }

    @Test
    void model_hasNoEntityOfTheTrail() {
        assertThat(database.factory().getMetamodel().getEntities()).hasSize(2);
    }

    private void run(String script) throws IOException {
        run(script, kind());
    }

    private void run(String script, String vendor) throws IOException {
        database.dataSource().execute("drop table if exists audit_event");
        String name = script.formatted(vendor);
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream(name), name)) {
            String sql = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            if (database.kind() == DatabaseKind.MARIADB) {
                sql.lines()
                        .map(line -> line.replaceFirst("--.*", ""))
                        .reduce((a, b) -> a + '\n' + b)
                        .ifPresent(all -> List.of(all.split(";")).stream()
                                .filter(statement -> !statement.isBlank())
                                .forEach(database.dataSource()::execute));
            } else {
                database.dataSource().execute(sql);
            }
        }
    }

    private String kind() {
        return database.kind().name().toLowerCase(Locale.ROOT);
    }

    private SessionFactory reopen(String action) {
        return database.open(List.of(Lead.class, Company.class), Map.of(), action);
    }

    /** Columns with type, size, digits and nullability, and indexes with their columns, as the driver tells them. */
    private List<String> table() {
        return database.factory().fromSession(session -> session.doReturningWork(SchemaTest::describe));
    }

    private static List<String> describe(Connection connection) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        String name = metaData.storesUpperCaseIdentifiers() ? "AUDIT_EVENT" : "audit_event";
        List<String> lines = new ArrayList<>();
        try (ResultSet columns = metaData.getColumns(connection.getCatalog(), null, name, null)) {
            while (columns.next()) {
                lines.add(columns.getString("COLUMN_NAME")
                        + ' '
                        + columns.getString("TYPE_NAME")
                        + ' '
                        + columns.getInt("COLUMN_SIZE")
                        + ' '
                        + columns.getInt("DECIMAL_DIGITS")
                        + ' '
                        + columns.getString("IS_NULLABLE"));
            }
        }
        try (ResultSet indexes = metaData.getIndexInfo(connection.getCatalog(), null, name, false, true)) {
            while (indexes.next()) {
                boolean primary = !indexes.getBoolean("NON_UNIQUE");
                lines.add((primary ? "unique" : indexes.getString("INDEX_NAME"))
                        + ' '
                        + indexes.getShort("ORDINAL_POSITION")
                        + ' '
                        + indexes.getString("COLUMN_NAME"));
            }
        }
        lines.sort(null);
        return lines;
    }

    private List<String> rows(String sql) {
        return database.factory()
                .fromSession(session -> session.createNativeQuery(sql, Object.class).getResultList().stream()
                        .map(Object::toString)
                        .toList());
    }
}
