package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.SessionFactory;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaTest {
    private static final String COLUMNS = """
            select column_name || ' ' || data_type || ' ' || coalesce(character_maximum_length, 0) || ' '
                || coalesce(datetime_precision, 0) || ' ' || is_nullable
            from information_schema.columns where table_name = 'AUDIT_EVENT' order by column_name
            """;
    private static final String INDEXES = """
            select ic.column_name || ' ' || ic.ordinal_position || ' of ' || i.index_type_name || ' '
                || case when i.index_type_name = 'PRIMARY KEY' then '' else i.index_name end as line
            from information_schema.indexes i join information_schema.index_columns ic
                on ic.index_name = i.index_name and ic.table_name = i.table_name
            where i.table_name = 'AUDIT_EVENT' order by line
            """;

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void migration_andSchemaTools_makeTheSameTable() throws IOException {
        List<String> columns = lines(COLUMNS);
        List<String> indexes = lines(INDEXES);
        assertThat(columns).hasSize(25);
        assertThat(indexes).hasSize(11);

        migrate();
        assertThat(lines(COLUMNS)).isEqualTo(columns);
        assertThat(lines(INDEXES)).isEqualTo(indexes);
        database.trail().record(AuditEntry.of("X", Subject.of("Y", "1")));
    }

    @Test
    void validate_tableOfTheMigration_passes() throws IOException {
        migrate();
        assertThatCode(() -> reopen("validate").close()).doesNotThrowAnyException();
    }

    @Test
    void validate_tableOrColumnMissing_isRefused() {
        database.dataSource().execute("alter table audit_event drop column reason");
        assertThatThrownBy(() -> reopen("validate"))
                .isInstanceOf(SchemaManagementException.class)
                .hasMessageContaining("reason");
        database.dataSource().execute("alter table audit_event add column reason varchar(1000)");
    }

    @Test
    void update_tableMissing_makesIt() {
        List<String> columns = lines(COLUMNS);
        List<String> indexes = lines(INDEXES);
        database.dataSource().execute("drop table audit_event");
        reopen("update").close();
        assertThat(lines(COLUMNS)).isEqualTo(columns);
        assertThat(lines(INDEXES)).isEqualTo(indexes);
    }

    @Test
    void model_hasNoEntityOfTheTrail() {
        assertThat(database.factory().getMetamodel().getEntities()).hasSize(2);
    }

    private void migrate() throws IOException {
        database.dataSource().execute("drop table audit_event");
        try (InputStream script = Objects.requireNonNull(
                getClass().getResourceAsStream("/io/leadfactory/audit/migration/h2/V1__audit_event.sql"))) {
            database.dataSource().execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private SessionFactory reopen(String action) {
        return database.open(List.of(Lead.class, Company.class), Map.of(), action);
    }

    private List<String> lines(String sql) {
        return database.factory()
                .fromSession(
                        session -> session.createNativeQuery(sql, String.class).getResultList());
    }
}
