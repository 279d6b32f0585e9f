package io.leadfactory.suite.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.suite.contract.SettingException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAddressTest {
    @TempDir
    Path folder;

    @Test
    void check_noAddress_isFine() {
        assertThatCode(DatabaseAddress.of(Map.of())::check).doesNotThrowAnyException();
    }

    @Test
    void check_existingFile_isFine() throws SQLException {
        String url = create("there");

        assertThatCode(DatabaseAddress.of(Map.of("perf.jdbc.url", url, "perf.jdbc.user", "sa"))::check)
                .doesNotThrowAnyException();
    }

    @Test
    void check_missingFile_saysSoAndMakesNone() {
        String url = "jdbc:h2:file:" + folder.resolve("nowhere");

        assertThatThrownBy(DatabaseAddress.of(Map.of("perf.jdbc.url", url))::check)
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("cannot reach the database \"" + url
                        + "\": check that it exists and runs, and the user and the password (SQLState ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void check_wrongPassword_doesNotShowIt() throws SQLException {
        String url = create("locked");

        assertThatThrownBy(DatabaseAddress.of(Map.of(
                        "perf.jdbc.url", url + ";PASSWORD_HASH=FALSE",
                        "perf.jdbc.user", "sa",
                        "perf.jdbc.password", "hunter2"))::check)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("cannot reach the database \"" + url + "\"")
                .hasMessageNotContainingAny("hunter2", "PASSWORD_HASH");
    }

    @Test
    void of_otherDatabase_isRefused() {
        assertThatThrownBy(() -> DatabaseAddress.of(Map.of("perf.jdbc.url", "jdbc:oracle:thin:@db?password=hunter2")))
                .isInstanceOf(SettingException.class)
                .hasMessage("unusable database address \"jdbc:oracle:thin:@db\": give a JDBC URL that starts with"
                        + " jdbc:h2:, or none for a database in memory");
    }

    private String create(String name) throws SQLException {
        String url = "jdbc:h2:file:" + folder.resolve(name);
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            assertThat(connection.isValid(1)).isTrue();
        }
        return url;
    }
}
