package io.leadfactory.audit.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh database for each test, with a session factory on it; H2 unless {@link #on} says otherwise. After the test the
 * ledger must verify.
 */
public final class TestDatabase implements BeforeEachCallback, AfterEachCallback {
    private final List<Class<?>> entities;
    private final Map<String, Object> settings = new HashMap<>();
    private boolean tampered;
    private DatabaseKind kind = DatabaseKind.H2;
    private String name = "";
    private SessionFactory factory = Unopened.FACTORY;
    private final CountingDataSource dataSource = new CountingDataSource();

    public TestDatabase(Class<?>... entities) {
        this.entities = List.of(entities);
    }

    public TestDatabase on(DatabaseKind database) {
        kind = database;
        return this;
    }

    public TestDatabase with(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    /** Says that the test damages the trail on purpose. */
    public void expectTampering() {
        tampered = true;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        tampered = false;
        name = DatabaseKind.newName();
        dataSource.url(kind.create(name));
        factory = open(entities, settings, "create-only");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (factory.isOpen()) {
            if (!tampered && !"false".equals(settings.get("leadfactory.audit.enabled"))) {
                assertThat(trail().verify().findings()).isEmpty();
            }
            factory.close();
        }
        dataSource.closeIdle();
        kind.drop(name);
    }

    /** Another session factory on the same database. */
    public SessionFactory open(List<Class<?>> classes, Map<String, Object> properties, String schemaAction) {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("hibernate.connection.datasource", dataSource);
        configuration.setProperty("hibernate.hbm2ddl.auto", schemaAction);
        if (kind == DatabaseKind.MARIADB) {
            configuration.setPhysicalNamingStrategy(new QuotedLead());
        }
        configuration.getProperties().putAll(properties);
        classes.forEach(configuration::addAnnotatedClass);
        return configuration.buildSessionFactory();
    }

    public DatabaseKind kind() {
        return kind;
    }

    public SessionFactory factory() {
        return factory;
    }

    public AuditTrail trail() {
        return AuditTrail.of(factory);
    }

    /** The URL of the database, which is all that another process takes to connect. */
    public String url() {
        return dataSource.url();
    }

    public CountingDataSource dataSource() {
        return dataSource;
    }

    public void inTransaction(Consumer<Session> work) {
        factory.inTransaction(work);
    }

    /** MariaDB took the word for a function of its own, and its driver does not say so. */
    private static final class QuotedLead extends PhysicalNamingStrategyStandardImpl {
        private static final long serialVersionUID = 1L;

        @Override
        public Identifier toPhysicalTableName(Identifier logicalName, JdbcEnvironment environment) {
            return logicalName.getText().equals("Lead") ? new Identifier("Lead", true) : logicalName;
        }
    }

    /** Until the test starts there is no factory. */
    private static final class Unopened {
        static final SessionFactory FACTORY = (SessionFactory) Proxy.newProxyInstance(
                Unopened.class.getClassLoader(), new Class<?>[] {SessionFactory.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("the database is not open yet");
                });
    }
}
