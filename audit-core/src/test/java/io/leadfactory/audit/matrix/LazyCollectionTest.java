package io.leadfactory.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A collection of an enhanced entity in a lazy group: it is not loaded for the trail, and a change of it is seen
 * nevertheless. Hibernate keeps it by default as a collection that is not initialized, or else not at all.
 */
@OnEveryDatabase
class LazyCollectionTest {
    private static final String NOT_LOADED = "{\"all\":\"(not recorded: not loaded)\"}";

    @RegisterExtension
    final TestDatabase database;

    private final Class<?> type;
    private final ClassLoader loader = new EnhancingLoader(LazyShelf.class);

    LazyCollectionTest(DatabaseKind kind) throws ClassNotFoundException {
        database = new TestDatabase().on(kind);
        type = loader.loadClass(LazyShelf.class.getName());
    }

    @TestFactory
    Stream<DynamicTest> session() {
        return Stream.of(Fetched.values())
                .flatMap(fetched -> Stream.of(
                        test(fetched, "insert", shelf -> {}, latest -> {
                            assertThat(latest.action()).isEqualTo("INSERT");
                            assertThat(latest.newValues())
                                    .containsOnly(
                                            entry("name", "a"),
                                            entry("body", "long"),
                                            entry("labels", "{\"all\":[\"x\",\"y\"]}"));
                        }),
                        test(fetched, "update of another attribute", shelf -> shelf.name("b"), latest -> {
                            assertThat(latest.oldValues()).containsOnly(entry("name", "a"));
                            assertThat(latest.newValues()).containsOnly(entry("name", "b"));
                        }),
                        test(fetched, "change", shelf -> shelf.labels().add("z"), latest -> {
                            assertThat(latest.oldValues()).containsOnly(entry("labels", "{\"removed\":[]}"));
                            assertThat(latest.newValues()).containsOnly(entry("labels", "{\"added\":[\"z\"]}"));
                        }),
                        test(
                                fetched,
                                "change and another attribute",
                                shelf -> {
                                    shelf.name("b");
                                    shelf.labels().remove("x");
                                },
                                latest -> {
                                    assertThat(latest.oldValues())
                                            .containsOnly(entry("name", "a"), entry("labels", "{\"removed\":[\"x\"]}"));
                                    assertThat(latest.newValues())
                                            .containsOnly(entry("name", "b"), entry("labels", "{\"added\":[]}"));
                                }),
                        test(
                                fetched,
                                "replace without loading",
                                shelf -> shelf.labels(new HashSet<>(Set.of("x", "z"))),
                                latest -> {
                                    assertThat(latest.oldValues()).containsOnly(entry("labels", NOT_LOADED));
                                    assertThat(latest.newValues())
                                            .containsOnly(entry("labels", "{\"all\":[\"x\",\"z\"]}"));
                                }),
                        test(
                                fetched,
                                "replace after loading",
                                shelf -> shelf.labels(
                                        new HashSet<>(shelf.labels().contains("y") ? Set.of("x", "z") : Set.of())),
                                latest -> {
                                    assertThat(latest.oldValues())
                                            .containsOnly(entry("labels", "{\"removed\":[\"y\"]}"));
                                    assertThat(latest.newValues()).containsOnly(entry("labels", "{\"added\":[\"z\"]}"));
                                })));
    }

    @TestFactory
    Stream<DynamicTest> delete() {
        return Stream.of(Fetched.values())
                .map(fetched -> DynamicTest.dynamicTest(fetched.toString(), () -> {
                    List<String> silent = run(fetched, "false", this::remove);
                    try (SessionFactory factory = open(fetched, "true")) {
                        assertThat(executed(factory, this::remove)).isEqualTo(silent);
                        AuditEvent latest = latest(factory);
                        assertThat(latest.action()).isEqualTo("DELETE");
                        assertThat(latest.oldValues()).containsOnly(entry("name", "a"), entry("labels", NOT_LOADED));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> statelessSession() {
        Consumer<SessionFactory> update = factory -> factory.inStatelessTransaction(session -> {
            Shelf shelf = (Shelf) Objects.requireNonNull(session.get(type, 1L));
            shelf.name("b");
            session.update(shelf);
        });
        return Stream.of(Fetched.values())
                .map(fetched -> DynamicTest.dynamicTest(fetched.toString(), () -> {
                    List<String> silent = run(fetched, "false", update);
                    try (SessionFactory factory = open(fetched, "true")) {
                        assertThat(executed(factory, update)).isEqualTo(silent);
                        assertThat(latest(factory).newValues()).containsOnly(entry("name", "b"));
                    }
                }));
    }

    private void remove(SessionFactory factory) {
        factory.inTransaction(session -> session.remove(session.find(type, 1L)));
    }

    private DynamicTest test(Fetched fetched, String name, Consumer<Shelf> change, Consumer<AuditEvent> check) {
        Consumer<SessionFactory> work =
                factory -> factory.inTransaction(session -> change.accept((Shelf) session.find(type, 1L)));
        return DynamicTest.dynamicTest(fetched + ": " + name, () -> {
            List<String> silent = run(fetched, "false", work);
            try (SessionFactory factory = open(fetched, "true")) {
                assertThat(executed(factory, work)).isEqualTo(silent);
                check.accept(latest(factory));
            }
        });
    }

    private List<String> run(Fetched fetched, String enabled, Consumer<SessionFactory> work) {
        try (SessionFactory factory = open(fetched, enabled)) {
            return executed(factory, work);
        }
    }

    private List<String> executed(SessionFactory factory, Consumer<SessionFactory> work) {
        database.dataSource().drain();
        work.accept(factory);
        return database.dataSource().drain().stream()
                .filter(sql -> !sql.startsWith("insert into audit_event"))
                .toList();
    }

    private static AuditEvent latest(SessionFactory factory) {
        return AuditTrail.of(factory).find(AuditQuery.all()).events().get(0);
    }

    /** With one shelf, and nothing else. */
    private SessionFactory open(Fetched fetched, String enabled) {
        StandardServiceRegistryBuilder services = new StandardServiceRegistryBuilder(
                        new BootstrapServiceRegistryBuilder()
                                .applyClassLoader(loader)
                                .build())
                .applySettings(Map.of(
                        "hibernate.connection.datasource",
                        database.dataSource(),
                        "hibernate.hbm2ddl.auto",
                        "update",
                        "leadfactory.audit.enabled",
                        enabled));
        SessionFactory factory = new MetadataSources(services.build())
                .addAnnotatedClass(type)
                .buildMetadata()
                .getSessionFactoryBuilder()
                .applyCollectionsInDefaultFetchGroup(fetched == Fetched.AS_COLLECTION)
                .build();
        factory.inTransaction(session -> {
            Object left = session.find(type, 1L);
            if (left != null) {
                session.remove(left);
            }
            session.flush();
            session.clear();
            try {
                session.persist(type.getConstructor().newInstance());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
        return factory;
    }

    /** How Hibernate keeps a collection that is not loaded. */
    private enum Fetched {
        AS_COLLECTION,
        NOT_AT_ALL
    }
}
