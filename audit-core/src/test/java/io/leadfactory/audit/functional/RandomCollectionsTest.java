package io.leadfactory.audit.functional;

import static io.leadfactory.audit.functional.BasketKind.Form.BAG;
import static io.leadfactory.audit.functional.BasketKind.Form.LIST;
import static io.leadfactory.audit.functional.BasketKind.Form.MAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.Baskets.Basket;
import io.leadfactory.audit.example.Baskets.Item;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.record.CollectionFold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random changes of each kind of collection: what was recorded, folded, is what the database holds. */
@OnEveryDatabase
class RandomCollectionsTest {
    private static final Set<String> WITH_DUPLICATES =
            Set.of("BagOfTexts", "BagWithIds", "ListOfTexts", "ArrayOfTexts", "ListOfEmbeddables", "ManyToManyList");
    private static final int TRANSACTIONS = 15;

    @RegisterExtension
    final TestDatabase database;

    private long nextId = 1;

    RandomCollectionsTest(DatabaseKind kind) {
        database = new TestDatabase(BasketKind.entities()).on(kind);
    }

    @TestFactory
    Stream<DynamicTest> fold_randomChanges_isWhatTheDatabaseHolds() {
        return Stream.of(1, 2, 3)
                .flatMap(seed -> BasketKind.KINDS.stream()
                        .map(kind -> DynamicTest.dynamicTest(
                                kind.name() + ", seed " + seed, () -> check(kind, nextId++, new Random(seed)))));
    }

    private void check(BasketKind kind, long id, Random random) {
        List<String> wanted = new ArrayList<>();
        database.inTransaction(session -> {
            Stream.of("a", "b", "c", "d", "B").forEach(letter -> session.persist(new Item(id + letter)));
            Basket basket = kind.create().get();
            basket.id = id;
            basket.content(BasketKind.managed(session, kind.container().apply(id, wanted)));
            session.persist(basket);
        });
        for (int i = 0; i < TRANSACTIONS; i++) {
            if (kind.isWrittenStateless() && random.nextInt(6) == 0) {
                choose(kind, wanted, random);
                database.factory().inStatelessTransaction(session -> {
                    Basket basket = session.get(kind.create().get().getClass(), id);
                    basket.content(kind.container().apply(id, wanted));
                    session.update(basket);
                });
            } else {
                database.inTransaction(session -> {
                    Basket basket = session.find(kind.create().get().getClass(), id);
                    for (int flush = random.nextInt(3); flush >= 0; flush--) {
                        choose(kind, wanted, random);
                        change(session, kind, basket, wanted, random);
                        session.flush();
                    }
                });
            }
            assertHolds(kind, id, wanted);
            assertThat(folded(kind, id)).as("transaction %s", i).isEqualTo(content(kind, id, wanted));
        }
    }

    private static void choose(BasketKind kind, List<String> wanted, Random random) {
        List<String> letters = new ArrayList<>(List.of("a", "c", "d", random.nextBoolean() ? "b" : "B"));
        if (WITH_DUPLICATES.contains(kind.name())) {
            letters.addAll(List.copyOf(letters));
        }
        Collections.shuffle(letters, random);
        if (random.nextInt(3) > 0 && wanted.size() > 1) {
            // A small change: one element goes, or one comes, or one moves.
            String letter = wanted.remove(random.nextInt(wanted.size()));
            if (random.nextBoolean()) {
                wanted.add(random.nextInt(wanted.size() + 1), letter);
            }
        } else {
            wanted.clear();
            wanted.addAll(letters.subList(0, random.nextInt(letters.size() + 1)));
        }
    }

    @SuppressWarnings("unchecked")
    private static void change(Session session, BasketKind kind, Basket basket, List<String> wanted, Random random) {
        Object after = BasketKind.managed(session, kind.container().apply(basket.id, wanted));
        boolean replace = random.nextInt(3) == 0 || after.getClass().isArray();
        if (random.nextInt(4) > 0 || !replace) {
            Hibernate.initialize(basket.content());
        }
        if (replace) {
            basket.content(after);
        } else if (kind.form() == MAP) {
            Map<Object, Object> map = (Map<Object, Object>) basket.content();
            map.keySet().retainAll(((Map<Object, Object>) after).keySet());
            map.putAll((Map<Object, Object>) after);
        } else {
            Collection<Object> elements = (Collection<Object>) basket.content();
            elements.clear();
            elements.addAll((Collection<Object>) after);
        }
    }

    private void assertHolds(BasketKind kind, long id, List<String> wanted) {
        Object expected = kind.container().apply(id, wanted);
        database.inTransaction(session -> {
            Object content = session.find(kind.create().get().getClass(), id).content();
            if (content instanceof Object[] array) {
                assertThat(array).isEqualTo(expected);
            } else if (kind.form() == MAP) {
                assertThat(new HashMap<>((Map<?, ?>) content)).isEqualTo(expected);
            } else if (kind.form() == LIST) {
                assertThat(new ArrayList<>((Collection<?>) content)).isEqualTo(expected);
            } else {
                assertThat(new ArrayList<Object>((Collection<?>) content))
                        .containsExactlyInAnyOrderElementsOf((Collection<?>) expected);
            }
        });
    }

    private @Nullable String folded(BasketKind kind, long id) {
        List<AuditEvent> events =
                new ArrayList<>(database.trail().history(kind.subject(id), 200).events());
        Collections.reverse(events);
        String content = null;
        for (AuditEvent event : events) {
            String newValue = event.newValues().get(kind.path());
            if (newValue != null) {
                content = CollectionFold.next(content, event.oldValues().get(kind.path()), newValue);
            }
        }
        return content;
    }

    private static String content(BasketKind kind, long id, List<String> letters) {
        List<String> elements = new ArrayList<>(
                letters.stream().map(letter -> kind.json().apply(id, letter)).toList());
        if (kind.form() == BAG || kind.form() == MAP) {
            Collections.sort(elements);
        }
        String all = String.join(",", elements);
        return kind.form() == MAP ? '{' + all + '}' : '[' + all + ']';
    }
}
