package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An application whose classes are loaded anew at each start, while this library and Hibernate stay. A thread that is left
 * running would hold its class loader.
 */
class RestartTest {
    private static final int STARTS = 3;

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void factories_ofNewClassLoaders_startedOrFailed_areGoneWithTheirClasses() throws Exception {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        List<WeakReference<Object>> gone = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            for (Object each : startAndStop(start)) {
                gone.add(new WeakReference<>(each, collected));
            }
        }
        int rounds = 200;
        for (int left = gone.size(); left > 0 && rounds > 0; rounds--) {
            System.gc();
            left -= collected.remove(100) == null ? 0 : 1;
        }
        assertThat(gone).hasSize(2 * STARTS).extracting(WeakReference::get).containsOnlyNulls();
    }

    private List<Object> startAndStop(long id) throws Exception {
        try (Restarted loader = new Restarted()) {
            Class<?> lead = loader.loadClass(Lead.class.getName());
            assertThat(lead).isNotSameAs(Lead.class);
            Configuration configuration = configuration(loader, lead);
            configuration
                    .setProperty("hibernate.default_schema", "nowhere")
                    .setProperty("hibernate.hbm2ddl.auto", "validate");
            assertThatThrownBy(configuration::buildSessionFactory).isInstanceOf(SchemaManagementException.class);
            configuration = configuration(loader, lead);
            try (SessionFactory factory = configuration.buildSessionFactory();
                    AuditContext.Scope scope = AuditContext.actor("start " + id).open()) {
                Object one = lead.getConstructor(long.class, String.class).newInstance(id, "a");
                factory.inTransaction(session -> session.persist(one));
                factory.inTransaction(session -> session.createMutationQuery("update Lead set manual = true")
                        .executeUpdate());
                assertThatThrownBy(() -> factory.inTransaction(session -> {
                            session.remove(session.find(lead, id));
                            session.flush();
                            throw new IllegalStateException("on purpose");
                        }))
                        .hasMessage("on purpose");
                assertThat(AuditTrail.of(factory)
                                .history(Subject.of("Lead", Long.toString(id)), 9)
                                .events())
                        .extracting(AuditEvent::actor)
                        .contains("start " + id);
                return List.of(factory, loader);
            }
        }
    }

    private Configuration configuration(ClassLoader loader, Class<?> lead) throws ClassNotFoundException {
        Configuration configuration = new Configuration(new BootstrapServiceRegistryBuilder()
                        .applyClassLoader(loader)
                        .build())
                .addAnnotatedClass(lead)
                .addAnnotatedClass(loader.loadClass(Company.class.getName()));
        configuration.getProperties().put("hibernate.connection.datasource", database.dataSource());
        return configuration;
    }

    /** Asks itself first for the application's classes. */
    private static final class Restarted extends URLClassLoader {
        private static final String APPLICATION = Lead.class.getPackageName();

        private final ClassLoader lasting;

        Restarted() {
            super(
                    new URL[] {Lead.class.getProtectionDomain().getCodeSource().getLocation()},
                    Thread.currentThread().getContextClassLoader());
            lasting = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(this);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> found = findLoadedClass(name);
                if (found == null && name.startsWith(APPLICATION)) {
                    found = findClass(name);
                }
                return found == null ? super.loadClass(name, resolve) : found;
            }
        }

        @Override
        public void close() throws IOException {
            Thread.currentThread().setContextClassLoader(lasting);
            super.close();
        }
    }
}
