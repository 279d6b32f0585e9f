package notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.EntityManagerFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the application again and again in one JVM, its classes in a new class loader each time and the libraries in the
 * lasting one, as the development tools do. Its tables come from Spring's scripts. The class loaders themselves are not
 * looked at: Spring Boot holds them, with the trail and without it.
 */
class RestartTest {
    private static final String[] SETTINGS = {
        "--spring.flyway.enabled=false",
        "--spring.sql.init.mode=always",
        "--spring.sql.init.schema-locations=classpath:db/migration/V1__note.sql,"
                + "classpath:io/leadfactory/audit/migration/h2/V1__audit_event.sql",
        "--spring.datasource.url=jdbc:h2:mem:restart"
    };

    @Test
    void application_restartedInNewClassLoaders_leavesNoFactoryAndNoThread() throws Exception {
        Set<Thread> before = threads();
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        List<WeakReference<Object>> factories = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            factories.add(new WeakReference<>(startAndStop(), collected));
        }
        for (Thread thread : threads()) {
            if (!before.contains(thread)) {
                thread.join(TimeUnit.SECONDS.toMillis(20));
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
        int rounds = 200;
        for (int left = factories.size(); left > 0 && rounds > 0; rounds--) {
            System.gc();
            left -= collected.remove(100) == null ? 0 : 1;
        }
        assertThat(factories).extracting(WeakReference::get).containsOnlyNulls();
    }

    private static Object startAndStop() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader lasting = thread.getContextClassLoader();
        URL classes = NotesApplication.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new Restarted(classes, lasting)) {
            thread.setContextClassLoader(loader);
            Class<?> application = loader.loadClass(NotesApplication.class.getName());
            assertThat(application).isNotSameAs(NotesApplication.class);
            try (ConfigurableApplicationContext context = SpringApplication.run(application, SETTINGS)) {
                Object service = context.getBean("noteService");
                service.getClass().getMethod("persist", String.class).invoke(service, "a");
                assertThatThrownBy(() -> service.getClass()
                                .getMethod("saveAndFail", String.class)
                                .invoke(service, "b"))
                        .hasRootCauseMessage("after the flush, before the commit");
                assertThat(context.getBean(AuditTrail.class).find(AuditQuery.all()).events())
                        .extracting(AuditEvent::actor)
                        .isNotEmpty()
                        .containsOnly("notes-app");
                return context.getBean(EntityManagerFactory.class).unwrap(SessionFactory.class);
            }
        } finally {
            thread.setContextClassLoader(lasting);
        }
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    /** Asks itself first for the application's classes. */
    private static final class Restarted extends URLClassLoader {
        Restarted(URL classes, ClassLoader parent) {
            super(new URL[] {classes}, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> found = findLoadedClass(name);
                if (found == null && name.startsWith("notes.")) {
                    found = findClass(name);
                }
                return found == null ? super.loadClass(name, resolve) : found;
            }
        }
    }
}
