package io.leadfactory.suite.world;

import io.leadfactory.suite.contract.SettingException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the suite works. Immutable.
 *
 * <p>Settings: {@code perf.jdbc.url}, {@code perf.jdbc.user}, {@code perf.jdbc.password}. Without an address each scenario
 * has an H2 database in memory of its own; with one, each scenario has a schema of its own in that database and drops it.
 * H2 is the only database so far.
 */
public final class DatabaseAddress {
    /** The setting with the JDBC URL. */
    public static final String URL = "perf.jdbc.url";
    /** The setting with the user's name, empty if it is not given. */
    public static final String USER = "perf.jdbc.user";
    /** The setting with the password, empty if it is not given. Never shown. */
    public static final String PASSWORD = "perf.jdbc.password";

    private static final String H2 = "jdbc:h2:";
    private static final int LOGIN_TIMEOUT_SECONDS = 5;

    private final @Nullable String url;
    private final String user;
    private final String password;

    private DatabaseAddress(@Nullable String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /**
     * Returns the default: an H2 database in memory for each scenario.
     *
     * @return the address
     */
    public static DatabaseAddress embedded() {
        return new DatabaseAddress(null, "", "");
    }

    /**
     * Reads the address.
     *
     * @param settings all settings
     * @return the address
     * @throws SettingException if the URL is not of a supported database
     */
    public static DatabaseAddress of(Map<String, String> settings) {
        String url = settings.get(URL);
        if (url == null) {
            return embedded();
        }
        if (!url.startsWith(H2)) {
            throw new SettingException("unusable database address \"" + withoutParameters(url)
                    + "\": give a JDBC URL that starts with " + H2 + ", or none for a database in memory");
        }
        return new DatabaseAddress(
                url,
                Objects.requireNonNullElse(settings.get(USER), ""),
                Objects.requireNonNullElse(settings.get(PASSWORD), ""));
    }

    /**
     * Checks that the database answers, if an address was given.
     *
     * @throws SettingException if it does not within 5 s
     */
    public void check() {
        if (url == null) {
            return;
        }
        DriverManager.setLoginTimeout(LOGIN_TIMEOUT_SECONDS);
        // A database file that is not there must not be created by asking for it.
        try (Connection connection = DriverManager.getConnection(existing(url), user, password)) {
            if (!connection.isValid(LOGIN_TIMEOUT_SECONDS)) {
                throw new SettingException(unreachable(url));
            }
        } catch (SQLException e) {
            throw new SettingException(
                    unreachable(url) + " (SQLState " + e.getSQLState() + ", error " + e.getErrorCode() + ")", e);
        }
    }

    /**
     * Returns what reports may show.
     *
     * @return the URL without its parameters, which may hold secrets
     */
    public String shown() {
        return url == null ? "H2 in memory" : withoutParameters(url);
    }

    Optional<String> url() {
        return Optional.ofNullable(url).map(DatabaseAddress::existing);
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    private static String existing(String url) {
        boolean mayBeCreated = !url.startsWith(H2 + "mem:") && !url.contains("IFEXISTS");
        return mayBeCreated ? url + ";IFEXISTS=TRUE" : url;
    }

    private static String unreachable(String url) {
        return "cannot reach the database \"" + withoutParameters(url)
                + "\": check that it exists and runs, and the user and the password";
    }

    private static String withoutParameters(String url) {
        return url.split("[;?]", 2)[0];
    }
}
