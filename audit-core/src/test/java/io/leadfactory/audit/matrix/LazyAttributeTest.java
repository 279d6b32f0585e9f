package io.leadfactory.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A lazy attribute is not loaded for the trail, and a change of it is seen nevertheless. */
@OnEveryDatabase
class LazyAttributeTest {
    @RegisterExtension
    final TestDatabase database;

    private Class<?> type = LazyNote.class;
    private SessionFactory factory;

    @SuppressWarnings("NullAway.Init")
    LazyAttributeTest(DatabaseKind kind) {
        database = new TestDatabase().on(kind);
    }

    @BeforeEach
    void open() throws ReflectiveOperationException {
        ClassLoader loader = new EnhancingLoader(LazyNote.class);
        type = loader.loadClass(LazyNote.class.getName());
        Configuration configuration = new Configuration(
                new BootstrapServiceRegistryBuilder().applyClassLoader(loader).build());
        configuration.getProperties().put("hibernate.connection.datasource", database.dataSource());
        configuration.setProperty("hibernate.hbm2ddl.auto", "update");
        factory = configuration.addAnnotatedClass(type).buildSessionFactory();
        Object note = type.getConstructor().newInstance();
        factory.inTransaction(session -> session.persist(note));
        database.dataSource().drain();
    }

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void insert_recordsIt() {
        assertThat(latest().newValues()).containsOnly(entry("title", "a"), entry("body", "long"));
    }

    @Test
    void update_ofAnotherAttribute_doesNotLoadIt() {
        List<String> executed = executed(note -> note.title("b"));
        assertThat(executed).hasSize(3).noneMatch(sql -> sql.startsWith("select") && sql.contains("body"));
        assertThat(latest().oldValues()).containsOnly(entry("title", "a"));
        assertThat(latest().newValues()).containsOnly(entry("title", "b"));
    }

    @Test
    void update_setWithoutBeingLoaded_recordsTheNewValue() {
        List<String> executed = executed(note -> note.body("b"));
        assertThat(executed).hasSize(3).noneMatch(sql -> sql.startsWith("select") && sql.contains("body"));
        assertThat(latest().oldValues()).isEmpty();
        assertThat(latest().newValues()).containsOnly(entry("body", "b"));
    }

    @Test
    void update_readBefore_recordsBothValues() {
        executed(note -> note.body(note.body() + "er"));
        assertThat(latest().oldValues()).containsOnly(entry("body", "long"));
        assertThat(latest().newValues()).containsOnly(entry("body", "longer"));
    }

    @Test
    void delete_leavesItOut() {
        factory.inTransaction(session -> session.remove(session.find(type, 1L)));
        assertThat(database.dataSource().drain()).hasSize(3);
        assertThat(latest().action()).isEqualTo("DELETE");
        assertThat(latest().oldValues()).containsOnly(entry("title", "a"));
    }

    private List<String> executed(Consumer<Note> change) {
        factory.inTransaction(session -> change.accept((Note) session.find(type, 1L)));
        return database.dataSource().drain();
    }

    private AuditEvent latest() {
        return AuditTrail.of(factory).find(AuditQuery.all()).events().get(0);
    }
}
