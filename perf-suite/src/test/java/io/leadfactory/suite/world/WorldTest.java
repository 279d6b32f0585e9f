package io.leadfactory.suite.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.suite.lead.Lead;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {
    @TempDir
    Path folder;

    @Test
    void open_twice_shareNothing() {
        try (World one = World.open(DatabaseAddress.embedded());
                World other = World.open(DatabaseAddress.embedded())) {
            one.leads().create(new Lead("a@example.com", "A", "import"));

            assertThat(one.number("select count(*) from lead")).isEqualTo(1);
            assertThat(one.number("select count(*) from audit_event")).isEqualTo(1);
            assertThat(other.number("select count(*) from lead")).isZero();
            assertThat(other.number("select count(*) from audit_event")).isZero();
        }
    }

    @Test
    void close_givenDatabase_leavesNothingInIt() throws SQLException {
        String url = "jdbc:h2:file:" + folder.resolve("deployed");
        DriverManager.getConnection(url, "sa", "").close();
        DatabaseAddress address = DatabaseAddress.of(Map.of("perf.jdbc.url", url, "perf.jdbc.user", "sa"));

        try (World world = World.open(address)) {
            world.leads().create(new Lead("a@example.com", "A", "import"));
            assertThat(world.number("select count(*) from lead")).isEqualTo(1);
        }

        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from information_schema.schemata"
                        + " where schema_name not in ('INFORMATION_SCHEMA', 'PUBLIC')")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getInt(1)).isZero();
        }
    }

    @Test
    void openUnauditedSessions_write_leavesNoEvent() {
        try (World world = World.open(DatabaseAddress.embedded())) {
            world.openUnauditedSessions()
                    .inTransaction(session -> session.persist(new Lead("a@example.com", "A", "import")));

            assertThat(world.number("select count(*) from lead")).isEqualTo(1);
            assertThat(world.number("select count(*) from audit_event")).isZero();
        }
    }
}
