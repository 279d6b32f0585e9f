package io.leadfactory.audit.functional;

import static io.leadfactory.audit.functional.BasketKind.Form.BAG;
import static io.leadfactory.audit.functional.BasketKind.Form.LIST;
import static io.leadfactory.audit.functional.BasketKind.Form.MAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.Baskets.Basket;
import io.leadfactory.audit.example.Baskets.Item;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.Hibernate;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every kind of collection, each way to change it, in a session and in a stateless session: exactly these values are
 * recorded, and exactly the statements run that run without an audit trail, but for the one that writes the trail.
 */
@OnEveryDatabase
class CollectionMatrixTest {
    private static final List<String> ABC = List.of("a", "b", "c");

    @RegisterExtension
    final TestDatabase database;

    private long nextId = 1;

    CollectionMatrixTest(DatabaseKind kind) {
        database = new TestDatabase(BasketKind.entities()).on(kind);
    }

    /**
     * A way to change a collection of a, b and c, and what is recorded for it. An element is a dollar and its letter.
     *
     * @param after the letters after it
     * @param replaced whether the collection is replaced by another one
     * @param removed what is recorded as removed, by form; null if nothing is
     * @param added what is recorded as added, by form
     */
    private record Change(
            String name,
            List<String> after,
            boolean replaced,
            Map<BasketKind.Form, String> removed,
            Map<BasketKind.Form, String> added) {}

    private static final List<Change> CHANGES = List.of(
            change("add", "abcd", false, "[]", "[$d]", "{}", "{\"3\":$d}", "{}", "{$d}"),
            change("remove", "ac", false, "[$b]", "[]", "{\"1\":$b}", "{}", "{$b}", "{}"),
            change("change element", "aBc", false, "[$b]", "[$B]", "{\"1\":$b}", "{\"1\":$B}", "{$b}", "{$B}"),
            change("move", "cab", false, null, null, "{\"2\":$c}", "{\"0\":$c}", null, null),
            change("replace", "acd", true, "[$b]", "[$d]", "{\"1\":$b}", "{\"2\":$d}", "{$b}", "{$d}"),
            change("replace by the same", "abc", true, null, null, null, null, null, null),
            change("clear", "", false, "[$a,$b,$c]", "[]", "{\"0\":$a,\"1\":$b,\"2\":$c}", "{}", "{$a,$b,$c}", "{}"));

    private static Change change(
            String name,
            String after,
            boolean replaced,
            @Nullable String bagRemoved,
            @Nullable String bagAdded,
            @Nullable String listRemoved,
            @Nullable String listAdded,
            @Nullable String mapRemoved,
            @Nullable String mapAdded) {
        Map<BasketKind.Form, String> removed = new HashMap<>();
        Map<BasketKind.Form, String> added = new HashMap<>();
        if (bagRemoved != null && bagAdded != null) {
            removed.put(BAG, bagRemoved);
            added.put(BAG, bagAdded);
        }
        if (listRemoved != null && listAdded != null) {
            removed.put(LIST, listRemoved);
            added.put(LIST, listAdded);
        }
        if (mapRemoved != null && mapAdded != null) {
            removed.put(MAP, mapRemoved);
            added.put(MAP, mapAdded);
        }
        return new Change(name, BasketKind.letters(after), replaced, removed, added);
    }

    /** On one database, since most of the time goes into opening the two factories. */
    @TestFactory
    Stream<DynamicContainer> change_eachKindOfCollection_recordsExactlyThat() {
        SessionFactory silent = silent();
        return Stream.of(
                        DynamicContainer.dynamicContainer("session", session(silent)),
                        DynamicContainer.dynamicContainer("stateless session", statelessSession(silent)))
                .onClose(silent::close);
    }

    private Stream<DynamicTest> session(SessionFactory silent) {
        return BasketKind.KINDS.stream().flatMap(kind -> {
            Stream<DynamicTest> changes = CHANGES.stream()
                    .map(change -> DynamicTest.dynamicTest(kind.name() + ": " + change.name(), () -> {
                        long id = create(kind, ABC);
                        assertThat(latest(kind, id).newValues())
                                .as("create")
                                .isEqualTo(Map.of(kind.path(), kind.all(id, "$a,$b,$c")));
                        int events = count(kind, id);
                        List<String> statements = statements(database.factory(), f -> apply(f, kind, id, change));
                        String removed = change.removed().get(kind.form());
                        String added = change.added().get(kind.form());
                        if (removed == null || added == null) {
                            assertThat(count(kind, id)).as("events").isEqualTo(events);
                        } else {
                            assertThat(count(kind, id)).as("events").isEqualTo(events + 1);
                            AuditEvent event = latest(kind, id);
                            assertThat(event.action()).isEqualTo("UPDATE");
                            assertThat(event.oldValues())
                                    .isEqualTo(Map.of(kind.path(), kind.values(id, "{\"removed\":" + removed + "}")));
                            assertThat(event.newValues())
                                    .isEqualTo(Map.of(kind.path(), kind.values(id, "{\"added\":" + added + "}")));
                        }
                        long other = create(kind, ABC);
                        assertThat(statements).isEqualTo(statements(silent, f -> apply(f, kind, other, change)));
                    }));
            Stream<DynamicTest> delete = Stream.of(
                    DynamicTest.dynamicTest(kind.name() + ": delete owner", () -> {
                        long id = create(kind, ABC);
                        List<String> statements = statements(database.factory(), f -> delete(f, kind, id, true));
                        AuditEvent event = latest(kind, id);
                        assertThat(event.action()).isEqualTo("DELETE");
                        assertThat(event.oldValues()).isEqualTo(Map.of(kind.path(), kind.all(id, "$a,$b,$c")));
                        long other = create(kind, ABC);
                        assertThat(statements).isEqualTo(statements(silent, f -> delete(f, kind, other, true)));
                    }),
                    DynamicTest.dynamicTest(kind.name() + ": delete owner, collection not loaded", () -> {
                        long id = create(kind, ABC);
                        List<String> statements = statements(database.factory(), f -> delete(f, kind, id, false));
                        // An array is never lazy.
                        String expected = kind.name().startsWith("Array")
                                ? kind.all(id, "$a,$b,$c")
                                : "{\"all\":\"(not recorded: not loaded)\"}";
                        assertThat(latest(kind, id).oldValues()).isEqualTo(Map.of(kind.path(), expected));
                        long other = create(kind, ABC);
                        assertThat(statements).isEqualTo(statements(silent, f -> delete(f, kind, other, false)));
                    }));
            return Stream.concat(changes, delete);
        });
    }

    private Stream<DynamicTest> statelessSession(SessionFactory silent) {
        return BasketKind.KINDS.stream()
                .filter(BasketKind::isKeyedById)
                .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
                    long id = nextId++;
                    prepare(id);
                    long other = nextId++;
                    prepare(other);
                    assertThat(statements(database.factory(), f -> insertStateless(f, kind, id)))
                            .isEqualTo(statements(silent, f -> insertStateless(f, kind, other)));
                    Map<String, String> expected =
                            kind.isWrittenStateless() ? Map.of(kind.path(), kind.all(id, "$a,$b,$c")) : Map.of();
                    assertThat(latest(kind, id).newValues()).as("insert").isEqualTo(expected);

                    BiConsumer<StatelessSession, Basket> update = (session, basket) -> {
                        basket.content(kind.container().apply(basket.id, BasketKind.letters("acd")));
                        session.update(basket);
                    };
                    assertThat(statements(database.factory(), f -> stateless(f, kind, id, update)))
                            .isEqualTo(statements(silent, f -> stateless(f, kind, other, update)));
                    assertThat(latest(kind, id).action()).isEqualTo("UPDATE");
                    assertThat(latest(kind, id).oldValues()).isEmpty();
                    if (kind.isWrittenStateless()) {
                        expected = Map.of(kind.path(), kind.all(id, "$a,$c,$d"));
                    }
                    assertThat(latest(kind, id).newValues()).as("update").isEqualTo(expected);

                    BiConsumer<StatelessSession, Basket> notLoaded = StatelessSession::update;
                    assertThat(statements(database.factory(), f -> stateless(f, kind, id, notLoaded)))
                            .isEqualTo(statements(silent, f -> stateless(f, kind, other, notLoaded)));
                    if (!kind.name().startsWith("Array")) {
                        assertThat(latest(kind, id).newValues())
                                .as("not loaded")
                                .isEmpty();
                    }

                    if (kind.isWrittenStateless()) {
                        BiConsumer<StatelessSession, Basket> delete = (session, basket) -> {
                            session.fetch(basket.content());
                            session.delete(basket);
                        };
                        assertThat(statements(database.factory(), f -> stateless(f, kind, id, delete)))
                                .isEqualTo(statements(silent, f -> stateless(f, kind, other, delete)));
                        assertThat(latest(kind, id).oldValues()).as("delete").isEqualTo(expected);
                    }
                }));
    }

    private long create(BasketKind kind, List<String> letters) {
        long id = nextId++;
        prepare(id);
        database.inTransaction(session -> {
            Basket basket = kind.create().get();
            basket.id = id;
            basket.content(BasketKind.managed(session, kind.container().apply(id, letters)));
            session.persist(basket);
        });
        return id;
    }

    /** Gives each owner items of its own. */
    private void prepare(long id) {
        database.inTransaction(session -> {
            for (String letter : List.of("a", "b", "c", "d", "B")) {
                session.persist(new Item(id + letter));
            }
        });
    }

    private static void apply(SessionFactory factory, BasketKind kind, long id, Change change) {
        factory.inTransaction(session -> {
            Basket basket = session.find(kind.create().get().getClass(), id);
            Object after = BasketKind.managed(session, kind.container().apply(id, change.after()));
            Hibernate.initialize(basket.content());
            if (change.replaced() || after.getClass().isArray()) {
                basket.content(after);
            } else {
                edit(basket.content(), after, kind.form());
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static void edit(Object content, Object after, BasketKind.Form form) {
        if (form == MAP) {
            Map<Object, Object> map = (Map<Object, Object>) content;
            Map<Object, Object> wanted = (Map<Object, Object>) after;
            map.keySet().retainAll(wanted.keySet());
            wanted.forEach((key, value) -> {
                if (!value.equals(map.get(key))) {
                    map.put(key, value);
                }
            });
            return;
        }
        Collection<Object> elements = (Collection<Object>) content;
        Collection<Object> wanted = (Collection<Object>) after;
        if (form == LIST) {
            elements.clear();
            elements.addAll(wanted);
            return;
        }
        elements.removeIf(element -> !wanted.contains(element));
        wanted.stream().filter(element -> !elements.contains(element)).forEach(elements::add);
    }

    private static void delete(SessionFactory factory, BasketKind kind, long id, boolean loaded) {
        factory.inTransaction(session -> {
            Basket basket = session.find(kind.create().get().getClass(), id);
            if (loaded) {
                Hibernate.initialize(basket.content());
            }
            session.remove(basket);
        });
    }

    private static void insertStateless(SessionFactory factory, BasketKind kind, long id) {
        factory.inStatelessTransaction(session -> {
            Basket basket = kind.create().get();
            basket.id = id;
            basket.content(kind.container().apply(id, ABC));
            session.insert(basket);
        });
    }

    private static void stateless(
            SessionFactory factory, BasketKind kind, long id, BiConsumer<StatelessSession, Basket> work) {
        factory.inStatelessTransaction(session -> {
            Basket basket = session.get(kind.create().get().getClass(), id);
            work.accept(session, basket);
        });
    }

    private SessionFactory silent() {
        return database.open(
                Arrays.asList(BasketKind.entities()), Map.of("leadfactory.audit.enabled", "false"), "none");
    }

    private List<String> statements(SessionFactory factory, Consumer<SessionFactory> work) {
        database.dataSource().drain();
        work.accept(factory);
        return database.dataSource().drain().stream()
                // Each factory draws blocks of its own from a sequence.
                .filter(sql -> !sql.contains("audit_event") && !sql.contains("_seq"))
                .toList();
    }

    private AuditEvent latest(BasketKind kind, long id) {
        return trail().history(kind.subject(id), 1).events().get(0);
    }

    private int count(BasketKind kind, long id) {
        return trail().history(kind.subject(id), 100).events().size();
    }

    private AuditTrail trail() {
        return database.trail();
    }
}
