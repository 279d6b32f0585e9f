package io.leadfactory.audit.functional;

import static io.leadfactory.audit.functional.CollectionMatrixTest.Form.BAG;
import static io.leadfactory.audit.functional.CollectionMatrixTest.Form.LIST;
import static io.leadfactory.audit.functional.CollectionMatrixTest.Form.MAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Baskets;
import io.leadfactory.audit.example.Baskets.Basket;
import io.leadfactory.audit.example.Baskets.Geo;
import io.leadfactory.audit.example.Baskets.Item;
import io.leadfactory.audit.example.Baskets.Letter;
import io.leadfactory.audit.example.Baskets.Spot;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every kind of collection, each way to change it, in a session and in a stateless session: exactly these values are
 * recorded, and exactly the statements run that run without an audit trail, but for the one that writes the trail.
 */
@OnEveryDatabase
class CollectionMatrixTest {
    private static final Pattern ELEMENT = Pattern.compile("\\$([a-zB])");
    private static final List<String> ABC = List.of("a", "b", "c");

    @RegisterExtension
    final TestDatabase database;

    private long nextId = 1;

    CollectionMatrixTest(DatabaseKind kind) {
        database = new TestDatabase(entities()).on(kind);
    }

    /** How a collection stands in an event. */
    enum Form {
        BAG,
        LIST,
        MAP
    }

    /**
     * A kind of collection.
     *
     * @param create an owner
     * @param form how it is recorded
     * @param container makes a collection of these elements
     * @param json the text of an element, in a map with its key
     */
    private record Kind(
            Supplier<? extends Basket> create,
            Form form,
            BiFunction<Long, List<String>, Object> container,
            BiFunction<Long, String, String> json) {

        String name() {
            return create.get().getClass().getSimpleName();
        }

        boolean isWrittenStateless() {
            return !name().equals("SetInEmbeddable");
        }

        String path() {
            return isWrittenStateless() ? "content" : "inner.tags";
        }

        String values(long id, String template) {
            Matcher matcher = ELEMENT.matcher(template);
            return matcher.replaceAll(found -> Matcher.quoteReplacement(json.apply(id, found.group(1))));
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind(Baskets.SetOfTexts::new, BAG, texts(HashSet::new), CollectionMatrixTest::text),
            new Kind(Baskets.SortedSetOfTexts::new, BAG, texts(HashSet::new), CollectionMatrixTest::text),
            new Kind(Baskets.OrderedSetOfTexts::new, BAG, texts(HashSet::new), CollectionMatrixTest::text),
            new Kind(Baskets.BagOfTexts::new, BAG, texts(ArrayList::new), CollectionMatrixTest::text),
            new Kind(Baskets.BagWithIds::new, BAG, texts(ArrayList::new), CollectionMatrixTest::text),
            new Kind(Baskets.ListOfTexts::new, LIST, texts(ArrayList::new), CollectionMatrixTest::text),
            new Kind(
                    Baskets.ArrayOfTexts::new,
                    LIST,
                    (id, letters) -> letters.toArray(new String[0]),
                    CollectionMatrixTest::text),
            new Kind(
                    Baskets.MapOfTexts::new,
                    MAP,
                    map((id, letter) -> key(letter), (id, letter) -> letter),
                    (id, letter) -> '"' + key(letter) + "\":\"" + letter + '"'),
            new Kind(
                    Baskets.SortedMapByEnum::new,
                    MAP,
                    map((id, letter) -> Letter.valueOf(letter.toUpperCase(Locale.ROOT)), (id, letter) -> letter),
                    (id, letter) -> '"' + letter.toUpperCase(Locale.ROOT) + "\":\"" + letter + '"'),
            new Kind(
                    Baskets.MapByEntity::new,
                    MAP,
                    map((id, letter) -> new Item(id + key(letter)), (id, letter) -> letter),
                    (id, letter) -> "\"" + id + key(letter) + "\":\"" + letter + '"'),
            new Kind(
                    Baskets.MapByEmbeddable::new,
                    MAP,
                    map((id, letter) -> Geo.of(key(letter)), (id, letter) -> letter),
                    (id, letter) -> "\"{\\\"lat\\\":" + Geo.lat(key(letter)) + "}\":\"" + letter + '"'),
            new Kind(
                    Baskets.MapOfItems::new,
                    MAP,
                    map((id, letter) -> key(letter), (id, letter) -> new Item(id + letter)),
                    (id, letter) -> '"' + key(letter) + "\":\"" + id + letter + '"'),
            new Kind(
                    Baskets.SetOfEmbeddables::new,
                    BAG,
                    of(HashSet::new, CollectionMatrixTest::newSpot),
                    CollectionMatrixTest::spot),
            new Kind(
                    Baskets.ListOfEmbeddables::new,
                    LIST,
                    of(ArrayList::new, CollectionMatrixTest::newSpot),
                    CollectionMatrixTest::spot),
            new Kind(
                    Baskets.OneToManyByColumn::new,
                    BAG,
                    of(HashSet::new, CollectionMatrixTest::newItem),
                    CollectionMatrixTest::item),
            new Kind(
                    Baskets.OneToManyListByColumn::new,
                    LIST,
                    of(ArrayList::new, CollectionMatrixTest::newItem),
                    CollectionMatrixTest::item),
            new Kind(
                    Baskets.OneToManyByTable::new,
                    BAG,
                    of(ArrayList::new, CollectionMatrixTest::newItem),
                    CollectionMatrixTest::item),
            new Kind(
                    Baskets.ManyToManySet::new,
                    BAG,
                    of(HashSet::new, CollectionMatrixTest::newItem),
                    CollectionMatrixTest::item),
            new Kind(
                    Baskets.ManyToManyList::new,
                    LIST,
                    of(ArrayList::new, CollectionMatrixTest::newItem),
                    CollectionMatrixTest::item),
            new Kind(Baskets.SetInEmbeddable::new, BAG, texts(HashSet::new), CollectionMatrixTest::text));

    /**
     * A way to change a collection of a, b and c, and what is recorded for it. An element is a dollar and its letter.
     *
     * @param after the letters after it
     * @param replaced whether the collection is replaced by another one
     * @param removed what is recorded as removed, by form; null if nothing is
     * @param added what is recorded as added, by form
     */
    private record Change(
            String name, List<String> after, boolean replaced, Map<Form, String> removed, Map<Form, String> added) {}

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
        Map<Form, String> removed = new HashMap<>();
        Map<Form, String> added = new HashMap<>();
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
        return new Change(name, letters(after), replaced, removed, added);
    }

    @TestFactory
    Stream<DynamicTest> session() {
        SessionFactory silent = silent();
        return KINDS.stream().flatMap(kind -> {
            Stream<DynamicTest> changes = CHANGES.stream()
                    .map(change -> DynamicTest.dynamicTest(kind.name() + ": " + change.name(), () -> {
                        long id = create(kind, ABC);
                        assertThat(latest(kind, id).newValues())
                                .as("create")
                                .isEqualTo(Map.of(kind.path(), all(kind, id, "$a,$b,$c")));
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
                        assertThat(event.oldValues()).isEqualTo(Map.of(kind.path(), all(kind, id, "$a,$b,$c")));
                        long other = create(kind, ABC);
                        assertThat(statements).isEqualTo(statements(silent, f -> delete(f, kind, other, true)));
                    }),
                    DynamicTest.dynamicTest(kind.name() + ": delete owner, collection not loaded", () -> {
                        long id = create(kind, ABC);
                        List<String> statements = statements(database.factory(), f -> delete(f, kind, id, false));
                        // An array is never lazy.
                        String expected = kind.name().startsWith("Array")
                                ? all(kind, id, "$a,$b,$c")
                                : "{\"all\":\"(not recorded: not loaded)\"}";
                        assertThat(latest(kind, id).oldValues()).isEqualTo(Map.of(kind.path(), expected));
                        long other = create(kind, ABC);
                        assertThat(statements).isEqualTo(statements(silent, f -> delete(f, kind, other, false)));
                    }));
            return Stream.concat(changes, delete);
        });
    }

    @TestFactory
    Stream<DynamicTest> statelessSession() {
        SessionFactory silent = silent();
        return KINDS.stream()
                .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
                    long id = nextId++;
                    prepare(id);
                    long other = nextId++;
                    prepare(other);
                    assertThat(statements(database.factory(), f -> insertStateless(f, kind, id)))
                            .isEqualTo(statements(silent, f -> insertStateless(f, kind, other)));
                    Map<String, String> expected =
                            kind.isWrittenStateless() ? Map.of(kind.path(), all(kind, id, "$a,$b,$c")) : Map.of();
                    assertThat(latest(kind, id).newValues()).as("insert").isEqualTo(expected);

                    BiConsumer<StatelessSession, Basket> update = (session, basket) -> {
                        basket.content(kind.container().apply(basket.id, letters("acd")));
                        session.update(basket);
                    };
                    assertThat(statements(database.factory(), f -> stateless(f, kind, id, update)))
                            .isEqualTo(statements(silent, f -> stateless(f, kind, other, update)));
                    assertThat(latest(kind, id).action()).isEqualTo("UPDATE");
                    assertThat(latest(kind, id).oldValues()).isEmpty();
                    if (kind.isWrittenStateless()) {
                        expected = Map.of(kind.path(), all(kind, id, "$a,$c,$d"));
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

    private long create(Kind kind, List<String> letters) {
        long id = nextId++;
        prepare(id);
        database.inTransaction(session -> {
            Basket basket = kind.create().get();
            basket.id = id;
            basket.content(managed(session, kind.container().apply(id, letters)));
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

    private static void apply(SessionFactory factory, Kind kind, long id, Change change) {
        factory.inTransaction(session -> {
            Basket basket = session.find(kind.create().get().getClass(), id);
            Object after = managed(session, kind.container().apply(id, change.after()));
            Hibernate.initialize(basket.content());
            if (change.replaced() || after.getClass().isArray()) {
                basket.content(after);
            } else {
                edit(basket.content(), after, kind.form());
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static void edit(Object content, Object after, Form form) {
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

    private static void delete(SessionFactory factory, Kind kind, long id, boolean loaded) {
        factory.inTransaction(session -> {
            Basket basket = session.find(kind.create().get().getClass(), id);
            if (loaded) {
                Hibernate.initialize(basket.content());
            }
            session.remove(basket);
        });
    }

    private static void insertStateless(SessionFactory factory, Kind kind, long id) {
        factory.inStatelessTransaction(session -> {
            Basket basket = kind.create().get();
            basket.id = id;
            basket.content(kind.container().apply(id, ABC));
            session.insert(basket);
        });
    }

    private static void stateless(
            SessionFactory factory, Kind kind, long id, BiConsumer<StatelessSession, Basket> work) {
        factory.inStatelessTransaction(session -> {
            Basket basket = session.get(kind.create().get().getClass(), id);
            work.accept(session, basket);
        });
    }

    /** References instead of detached items, so that none is loaded. */
    @SuppressWarnings("unchecked")
    private static Object managed(Session session, Object content) {
        if (content instanceof List<?>) {
            ((List<Object>) content).replaceAll(element -> managedElement(session, element));
        } else if (content instanceof Collection<?> elements) {
            List<Object> copy = new ArrayList<>();
            elements.forEach(element -> copy.add(managedElement(session, element)));
            ((Collection<Object>) content).clear();
            ((Collection<Object>) content).addAll(copy);
        } else if (content instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new HashMap<>();
            map.forEach((key, value) -> copy.put(managedElement(session, key), managedElement(session, value)));
            return copy;
        }
        return content;
    }

    private static Object managedElement(Session session, Object element) {
        return element instanceof Item item ? session.getReference(Item.class, item.getId()) : element;
    }

    private SessionFactory silent() {
        return database.open(Arrays.asList(entities()), Map.of("leadfactory.audit.enabled", "false"), "none");
    }

    private List<String> statements(SessionFactory factory, Consumer<SessionFactory> work) {
        database.dataSource().drain();
        work.accept(factory);
        return database.dataSource().drain().stream()
                // Each factory draws blocks of its own from a sequence.
                .filter(sql -> !sql.contains("audit_event") && !sql.contains("_seq"))
                .toList();
    }

    private AuditEvent latest(Kind kind, long id) {
        return trail().history(subject(kind, id), 1).events().get(0);
    }

    private int count(Kind kind, long id) {
        return trail().history(subject(kind, id), 100).events().size();
    }

    private AuditTrail trail() {
        return database.trail();
    }

    private static Subject subject(Kind kind, long id) {
        return Subject.of("Baskets$" + kind.name(), Long.toString(id));
    }

    private static String all(Kind kind, long id, String elements) {
        return kind.values(id, kind.form() == MAP ? "{\"all\":{" + elements + "}}" : "{\"all\":[" + elements + "]}");
    }

    private static Class<?>[] entities() {
        return Stream.concat(KINDS.stream().map(kind -> kind.create().get().getClass()), Stream.of(Item.class))
                .toArray(Class<?>[]::new);
    }

    private static List<String> letters(String letters) {
        return letters.chars().mapToObj(Character::toString).toList();
    }

    /** A changed element of a map keeps its key. */
    private static String key(String letter) {
        return letter.toLowerCase(Locale.ROOT);
    }

    private static String text(long id, String letter) {
        return '"' + letter + '"';
    }

    private static String item(long id, String letter) {
        return "\"" + id + letter + '"';
    }

    private static String spot(long id, String letter) {
        String lat = letter.equals("d") ? "null" : Integer.toString(Geo.lat(letter));
        return "{\"geo.lat\":" + lat + ",\"street\":\"" + letter + "\"}";
    }

    private static Object newSpot(long id, String letter) {
        return new Spot(letter);
    }

    private static Object newItem(long id, String letter) {
        return new Item(id + letter);
    }

    private static BiFunction<Long, List<String>, Object> texts(Function<Collection<Object>, Object> container) {
        return (id, letters) -> container.apply(new ArrayList<>(letters));
    }

    private static BiFunction<Long, List<String>, Object> of(
            Function<Collection<Object>, Object> container, BiFunction<Long, String, Object> element) {
        return (id, letters) -> container.apply(new ArrayList<>(
                letters.stream().map(letter -> element.apply(id, letter)).toList()));
    }

    private static BiFunction<Long, List<String>, Object> map(
            BiFunction<Long, String, Object> key, BiFunction<Long, String, Object> value) {
        return (id, letters) -> {
            Map<Object, Object> map = new HashMap<>();
            letters.forEach(letter -> map.put(key.apply(id, letter), value.apply(id, letter)));
            return map;
        };
    }
}
