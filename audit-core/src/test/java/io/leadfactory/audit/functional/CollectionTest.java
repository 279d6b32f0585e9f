package io.leadfactory.audit.functional;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditIgnore;
import io.leadfactory.audit.event.AuditMask;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hibernate.FlushMode;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a flush does to an entity and its collections, and when and as what it is recorded. */
class CollectionTest {
    private static final String NOT_LOADED = "{\"all\":\"(not recorded: not loaded)\"}";

    @RegisterExtension
    final TestDatabase database = new TestDatabase(
            Album.class,
            Numbered.class,
            Author.class,
            Book.class,
            Shelf.class,
            Reader.class,
            Base.class,
            Special.class,
            Cascading.class);

    @Test
    void update_attributesAndSeveralCollections_areOneEvent() {
        album(1, "a", "b");
        database.inTransaction(session -> {
            Album album = session.find(Album.class, 1L);
            album.name = "new";
            album.tags().add("c");
            album.tracks.add("t");
            album.ratings.put("x", 1);
        });
        List<AuditEvent> events = history("Album", 1);
        assertThat(events).hasSize(2);
        assertThat(events.get(1).oldValues())
                .containsOnly(
                        entry("name", "album"),
                        entry("tags", "{\"removed\":[]}"),
                        entry("tracks", "{\"removed\":{}}"),
                        entry("ratings", "{\"removed\":{}}"));
        assertThat(events.get(1).newValues())
                .containsOnly(
                        entry("name", "new"),
                        entry("tags", "{\"added\":[\"c\"]}"),
                        entry("tracks", "{\"added\":{\"0\":\"t\"}}"),
                        entry("ratings", "{\"added\":{\"x\":1}}"));
    }

    @Test
    void update_severalFlushes_keepEveryStep() {
        album(1, "a");
        database.inTransaction(session -> {
            Album album = session.find(Album.class, 1L);
            album.name = "new";
            album.tags().add("b");
            session.flush();
            album.tags().add("c");
            session.flush();
            session.flush();
            album.tags().remove("b");
            album.name = "newer";
        });
        assertThat(history("Album", 1).stream().map(AuditEvent::newValues).map(values -> values.get("tags")))
                .containsExactly("{\"all\":[\"a\"]}", "{\"added\":[\"b\"]}", "{\"added\":[\"c\"]}", "{\"added\":[]}");
    }

    @Test
    void update_autoFlushByAQuery_recordsItsStep() {
        album(1, "a");
        database.inTransaction(session -> {
            Album album = session.find(Album.class, 1L);
            album.tags().add("b");
            session.createSelectionQuery("from Shelf", Shelf.class).getResultList();
            session.createSelectionQuery("select t from Album a join a.tags t", String.class)
                    .getResultList();
            album.tags().add("c");
        });
        assertThat(history("Album", 1).stream().map(event -> event.newValues().get("tags")))
                .containsExactly("{\"all\":[\"a\"]}", "{\"added\":[\"b\"]}", "{\"added\":[\"c\"]}");
    }

    @Test
    void insert_identifierFromTheDatabase_hasWhatItsFlushWrites() {
        Numbered numbered = new Numbered();
        database.inTransaction(session -> {
            numbered.tags.add("a");
            session.persist(numbered);
            numbered.tags.add("b");
            session.createSelectionQuery("from Shelf", Shelf.class).getResultList();
            numbered.name = "later";
        });
        List<AuditEvent> events = history("Numbered", numbered.id());
        assertThat(events).extracting(AuditEvent::action).containsExactly("INSERT", "UPDATE");
        assertThat(events.get(0).newValues())
                .containsOnly(entry("name", "first"), entry("tags", "{\"all\":[\"a\",\"b\"]}"));
        assertThat(events.get(1).newValues()).containsOnly(entry("name", "later"));
    }

    @Test
    void insert_neverFlushed_hasNoContent() {
        Numbered numbered = new Numbered();
        database.inTransaction(session -> {
            session.setHibernateFlushMode(FlushMode.MANUAL);
            numbered.tags.add("a");
            session.persist(numbered);
        });
        assertThat(history("Numbered", numbered.id()).get(0).newValues()).containsEntry("tags", "{\"all\":[]}");
    }

    @Test
    void insertAndDelete_oneFlush_areTwoEvents() {
        database.inTransaction(session -> {
            Album album = new Album(1);
            album.tags().add("a");
            session.persist(album);
            session.flush();
            session.remove(album);
        });
        List<AuditEvent> events = history("Album", 1);
        assertThat(events).extracting(AuditEvent::action).containsExactly("INSERT", "DELETE");
        assertThat(events.get(0).newValues()).containsEntry("tags", "{\"all\":[\"a\"]}");
        assertThat(events.get(1).oldValues()).containsEntry("tags", "{\"all\":[\"a\"]}");
    }

    @Test
    void delete_collectionChangedBefore_hasWhatTheDatabaseHad() {
        album(1, "a", "b");
        database.inTransaction(session -> {
            Album album = session.find(Album.class, 1L);
            album.tags().clear();
            session.remove(album);
        });
        assertThat(latest("Album", 1).oldValues()).containsEntry("tags", "{\"all\":[\"a\",\"b\"]}");
    }

    @Test
    void setToNull_loaded_isAllRemoved() {
        album(1, "a", "b");
        database.inTransaction(session -> {
            Album album = session.find(Album.class, 1L);
            Hibernate.initialize(album.tags);
            album.tags = null;
        });
        assertThat(latest("Album", 1).oldValues()).containsOnly(entry("tags", "{\"removed\":[\"a\",\"b\"]}"));
        assertThat(latest("Album", 1).newValues()).containsOnly(entry("tags", "{\"added\":[]}"));
    }

    @Test
    void nullAtInsert_isEmpty_andWhatComesIsAdded() {
        database.inTransaction(session -> {
            Album album = new Album(1);
            album.tags = null;
            session.persist(album);
            session.flush();
            album.tags = new HashSet<>(Set.of("a"));
        });
        List<AuditEvent> events = history("Album", 1);
        assertThat(events.get(0).newValues()).containsEntry("tags", "{\"all\":[]}");
        assertThat(events.get(1).newValues()).containsOnly(entry("tags", "{\"added\":[\"a\"]}"));
    }

    @Test
    void replaced_notLoaded_isNotLoadedAndKnownFromThenOn() {
        album(1, "a", "b");
        database.dataSource().drain();
        database.inTransaction(session -> session.find(Album.class, 1L).tags = new HashSet<>(Set.of("c")));
        assertThat(database.dataSource().drain())
                .filteredOn(sql -> sql.startsWith("select"))
                .hasSize(1);
        assertThat(latest("Album", 1).oldValues()).containsOnly(entry("tags", NOT_LOADED));
        assertThat(latest("Album", 1).newValues()).containsOnly(entry("tags", "{\"all\":[\"c\"]}"));
    }

    @Test
    void update_collectionNotLoaded_staysSo() {
        album(1, "a", "b");
        database.inTransaction(session -> {
            Album album = session.find(Album.class, 1L);
            album.name = "new";
            session.flush();
            assertThat(Hibernate.isInitialized(album.tags)).isFalse();
        });
        assertThat(latest("Album", 1).newValues()).containsOnly(entry("name", "new"));
    }

    @Test
    void collectionMovedToAnotherOwner_leavesOneAndComesToTheOther() {
        album(1, "a", "b");
        album(2, "x");
        database.inTransaction(session -> {
            Album from = session.find(Album.class, 1L);
            Album to = session.find(Album.class, 2L);
            Hibernate.initialize(to.tags);
            to.tags = from.tags;
            from.tags = new HashSet<>(Set.of("b", "c"));
        });
        assertThat(latest("Album", 1).oldValues()).containsOnly(entry("tags", "{\"removed\":[\"a\"]}"));
        assertThat(latest("Album", 1).newValues()).containsOnly(entry("tags", "{\"added\":[\"c\"]}"));
        assertThat(latest("Album", 2).oldValues()).containsOnly(entry("tags", "{\"removed\":[\"x\"]}"));
        assertThat(latest("Album", 2).newValues()).containsOnly(entry("tags", "{\"added\":[\"a\",\"b\"]}"));
    }

    @Test
    void merge_detachedWithChanges_isTheirDifference() {
        album(1, "a", "b");
        Album detached = database.factory().fromSession(session -> {
            Album album = session.find(Album.class, 1L);
            Hibernate.initialize(album.tags);
            Hibernate.initialize(album.tracks);
            Hibernate.initialize(album.ratings);
            return album;
        });
        detached.tags().remove("a");
        detached.tags().add("z");
        database.inTransaction(session -> session.merge(detached));
        assertThat(latest("Album", 1).oldValues()).containsOnly(entry("tags", "{\"removed\":[\"a\"]}"));
        assertThat(latest("Album", 1).newValues()).containsOnly(entry("tags", "{\"added\":[\"z\"]}"));
    }

    @Test
    void versionedOwner_collectionOnly_isOneEvent() {
        database.inTransaction(session -> session.persist(new Author(1)));
        database.inTransaction(session -> session.find(Author.class, 1L).pens.add("p"));
        List<AuditEvent> events = history("Author", 1);
        assertThat(events).hasSize(2);
        assertThat(events.get(1).newValues()).containsOnly(entry("pens", "{\"added\":[\"p\"]}"));
    }

    @Test
    void inverseSide_isTheEventOfTheOtherEntity() {
        database.inTransaction(session -> {
            session.persist(new Author(1));
            session.persist(new Author(2));
            session.persist(new Book(7, session.getReference(Author.class, 1L)));
        });
        database.inTransaction(session -> {
            Book book = session.find(Book.class, 7L);
            Author from = session.find(Author.class, 1L);
            Author to = session.find(Author.class, 2L);
            from.books.remove(book);
            to.books.add(book);
            book.author = to;
        });
        assertThat(history("Author", 1)).hasSize(1);
        assertThat(latest("Author", 1).newValues()).containsOnlyKeys("pens");
        assertThat(history("Author", 2)).hasSize(1);
        assertThat(latest("Book", 7).oldValues()).containsOnly(entry("author", "1"));
        assertThat(latest("Book", 7).newValues()).containsOnly(entry("author", "2"));
    }

    @Test
    void inverseSide_queuedAddition_loadsNothing() {
        database.inTransaction(session -> {
            session.persist(new Author(1));
            session.persist(new Book(7, session.getReference(Author.class, 1L)));
        });
        database.dataSource().drain();
        database.inTransaction(session -> {
            Author author = session.find(Author.class, 1L);
            author.books.add(new Book(8, author));
            assertThat(Hibernate.isInitialized(author.books)).isFalse();
        });
        assertThat(database.dataSource().drain())
                .filteredOn(sql -> sql.startsWith("select"))
                .hasSize(1);
        assertThat(latest("Book", 8).newValues()).containsEntry("author", "1");
        assertThat(history("Author", 1)).hasSize(1);
    }

    @Test
    void manyToMany_bothSides_isRecordedByItsOwner() {
        database.inTransaction(session -> {
            session.persist(new Author(1));
            Book book = new Book(7, session.getReference(Author.class, 1L));
            Reader reader = new Reader(3);
            book.readers.add(reader);
            reader.books.add(book);
            session.persist(reader);
            session.persist(book);
        });
        assertThat(latest("Book", 7).newValues()).containsEntry("readers", "{\"all\":[\"3\"]}");
        assertThat(latest("Reader", 3).newValues()).isEmpty();
        database.inTransaction(session -> {
            Book book = session.find(Book.class, 7L);
            Reader reader = session.find(Reader.class, 3L);
            book.readers.remove(reader);
            reader.books.remove(book);
        });
        assertThat(latest("Book", 7).oldValues()).containsOnly(entry("readers", "{\"removed\":[\"3\"]}"));
        assertThat(history("Reader", 3)).hasSize(1);
    }

    @Test
    void inverseListWithAnOrderColumn_recordsMoves() {
        database.inTransaction(session -> {
            Shelf shelf = new Shelf(1);
            session.persist(shelf);
            session.persist(new Author(1));
            for (long id = 10; id < 13; id++) {
                Book book = new Book(id, session.getReference(Author.class, 1L));
                book.shelf = shelf;
                shelf.books.add(book);
                session.persist(book);
            }
        });
        assertThat(latest("Shelf", 1).newValues()).containsOnly(entry("books", "{\"all\":[\"10\",\"11\",\"12\"]}"));
        database.inTransaction(session -> {
            List<Book> books = session.find(Shelf.class, 1L).books;
            books.add(0, books.remove(2));
        });
        assertThat(latest("Shelf", 1).oldValues()).containsOnly(entry("books", "{\"removed\":{\"2\":\"12\"}}"));
        assertThat(latest("Shelf", 1).newValues()).containsOnly(entry("books", "{\"added\":{\"0\":\"12\"}}"));
    }

    @Test
    void orphanRemovalAndCascade_areEventsOfParentAndChild() {
        database.inTransaction(session -> {
            Cascading parent = new Cascading(1);
            parent.children.add(new Special(5));
            parent.children.add(new Special(6));
            session.persist(parent);
        });
        assertThat(latest("Cascading", 1).newValues())
                .containsOnly(entry("children", "{\"all\":[\"5\",\"6\"]}"), entry("tags", "{\"all\":[]}"));
        assertThat(latest("Special", 5).action()).isEqualTo("INSERT");
        database.inTransaction(
                session -> session.find(Cascading.class, 1L).children.removeIf(child -> child.id == 5));
        assertThat(latest("Cascading", 1).oldValues()).containsOnly(entry("children", "{\"removed\":[\"5\"]}"));
        assertThat(latest("Special", 5).action()).isEqualTo("DELETE");
    }

    @Test
    void deletedByTheDatabase_loaded_isInTheDelete() {
        database.inTransaction(session -> {
            Cascading parent = new Cascading(1);
            parent.tags.add("a");
            session.persist(parent);
        });
        database.inTransaction(session -> {
            Cascading parent = session.find(Cascading.class, 1L);
            Hibernate.initialize(parent.tags);
            session.remove(parent);
        });
        assertThat(latest("Cascading", 1).oldValues()).containsEntry("tags", "{\"all\":[\"a\"]}");
    }

    @Test
    void collectionOfAnUnauditedSuperclass_isRecordedForTheAuditedSubclass() {
        database.inTransaction(session -> {
            session.persist(new Base(1));
            session.persist(new Special(2));
        });
        database.inTransaction(session -> {
            session.find(Base.class, 1L).labels.add("x");
            session.find(Base.class, 2L).labels.add("x");
        });
        assertThat(history("Base", 1)).isEmpty();
        assertThat(latest("Special", 2).newValues()).containsOnly(entry("labels", "{\"added\":[\"x\"]}"));
    }

    @Test
    void maskedAndIgnored_showNothingOfTheirValues() {
        database.inTransaction(session -> {
            Album album = new Album(1);
            album.phones.add("555");
            album.contacts.put("bob", "555");
            album.cache.add("x");
            album.inner.phones.add("555");
            session.persist(album);
        });
        assertThat(latest("Album", 1).newValues())
                .containsEntry("phones", "{\"all\":[\"***\"]}")
                .containsEntry("contacts", "{\"all\":[\"***\"]}")
                .containsEntry("inner.phones", "{\"all\":[\"***\"]}")
                .doesNotContainKey("cache");
        database.inTransaction(session -> {
            Album album = session.find(Album.class, 1L);
            album.phones.set(0, "556");
            album.contacts.put("bob", "556");
            album.cache.add("y");
        });
        assertThat(latest("Album", 1).oldValues())
                .containsOnly(
                        entry("phones", "{\"removed\":{\"0\":\"***\"}}"), entry("contacts", "{\"removed\":[\"***\"]}"));
        assertThat(latest("Album", 1).newValues())
                .containsOnly(
                        entry("phones", "{\"added\":{\"0\":\"***\"}}"), entry("contacts", "{\"added\":[\"***\"]}"));
    }

    @Test
    void listWithHoles_keepsThem() {
        database.inTransaction(session -> {
            Album album = new Album(1);
            Collections.addAll(album.tracks, "a", null, "c");
            session.persist(album);
        });
        assertThat(latest("Album", 1).newValues()).containsEntry("tracks", "{\"all\":[\"a\",null,\"c\"]}");
        database.inTransaction(session -> session.find(Album.class, 1L).tracks.set(1, "b"));
        assertThat(latest("Album", 1).oldValues()).containsOnly(entry("tracks", "{\"removed\":{\"1\":null}}"));
        assertThat(latest("Album", 1).newValues()).containsOnly(entry("tracks", "{\"added\":{\"1\":\"b\"}}"));
    }

    @Test
    void moreThanAnEventHolds_isCounted() {
        database.inTransaction(session -> {
            Album album = new Album(1);
            for (int i = 0; i < 200; i++) {
                album.tags().add("x".repeat(200) + i);
                album.tracks.add("y".repeat(200) + i);
            }
            session.persist(album);
        });
        album(2);
        database.inTransaction(session -> {
            Album album = session.find(Album.class, 2L);
            for (int i = 0; i < 1_000; i++) {
                album.tracks.add("z".repeat(200) + i);
            }
        });
        assertThat(latest("Album", 1).newValues().get("tags")).doesNotContain("omitted");
        assertThat(latest("Album", 2).newValues().get("tracks"))
                .hasSizeBetween(100_000, 101_000)
                .matches(".*},\"omitted\":\\d{3}}");
    }

    @Test
    void rollback_thenNextTransaction_knowsNothingOfIt() {
        album(1, "a");
        Session session = database.factory().openSession();
        session.beginTransaction();
        session.find(Album.class, 1L).tags().add("b");
        session.flush();
        session.getTransaction().rollback();
        session.clear();
        session.beginTransaction();
        session.find(Album.class, 1L).tags().add("c");
        session.getTransaction().commit();
        session.close();
        assertThat(latest("Album", 1).newValues()).containsOnly(entry("tags", "{\"added\":[\"c\"]}"));
    }

    @Test
    void suppressed_collections_areNot() {
        database.inTransaction(session -> {
            try (AutoCloseable suppression = database.trail().suppress("import")) {
                Album album = new Album(1);
                album.tags().add("a");
                session.persist(album);
                session.flush();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(history("Album", 1)).isEmpty();
    }

    private void album(long id, String... tags) {
        database.inTransaction(session -> {
            Album album = new Album(id);
            Collections.addAll(album.tags(), tags);
            session.persist(album);
        });
    }

    private List<AuditEvent> history(String type, long id) {
        List<AuditEvent> events = new ArrayList<>(database.trail()
                .history(Subject.of(type, Long.toString(id)), 100)
                .events());
        Collections.reverse(events);
        return events;
    }

    private AuditEvent latest(String type, long id) {
        return database.trail()
                .history(Subject.of(type, Long.toString(id)), 1)
                .events()
                .get(0);
    }

    /** Has collections of the usual kinds. */
    @Entity(name = "Album")
    @Auditable
    static class Album {
        @Id
        long id;

        String name = "album";

        @ElementCollection
        @Nullable
        Set<String> tags = new HashSet<>();

        @ElementCollection
        @OrderColumn
        List<@Nullable String> tracks = new ArrayList<>();

        @ElementCollection
        Map<String, Integer> ratings = new HashMap<>();

        @ElementCollection
        @OrderColumn
        @AuditMask
        List<String> phones = new ArrayList<>();

        @ElementCollection
        @AuditMask
        Map<String, String> contacts = new HashMap<>();

        @ElementCollection
        @AuditIgnore
        Set<String> cache = new HashSet<>();

        @Embedded
        Inner inner = new Inner();

        protected Album() {}

        Album(long id) {
            this.id = id;
        }

        Set<String> tags() {
            return Objects.requireNonNull(tags);
        }
    }

    /** Has a masked collection. */
    @Embeddable
    static class Inner {
        @ElementCollection
        @CollectionTable(name = "inner_phones")
        @AuditMask
        Set<String> phones = new HashSet<>();
    }

    /** Is inserted when it is persisted. */
    @Entity(name = "Numbered")
    @Auditable
    static class Numbered {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        String name = "first";

        @ElementCollection
        Set<String> tags = new HashSet<>();

        long id() {
            return id == null ? 0 : id;
        }
    }

    /** Has a version, a collection and an inverse side. */
    @Entity(name = "Author")
    @Auditable
    static class Author {
        @Id
        long id;

        @Version
        int version;

        @ElementCollection
        Set<String> pens = new HashSet<>();

        @OneToMany(mappedBy = "author", cascade = CascadeType.PERSIST)
        List<Book> books = new ArrayList<>();

        protected Author() {}

        Author(long id) {
            this.id = id;
        }
    }

    /** Owns its associations. */
    @Entity(name = "Book")
    @Auditable
    static class Book {
        @Id
        long id;

        @ManyToOne
        @Nullable
        Author author;

        @ManyToOne
        @JoinColumn(name = "shelf_id")
        @Nullable
        Shelf shelf;

        @ManyToMany
        Set<Reader> readers = new HashSet<>();

        protected Book() {}

        Book(long id, Author author) {
            this.id = id;
            this.author = author;
        }
    }

    /** Has an inverse list whose places it writes itself. */
    @Entity(name = "Shelf")
    @Auditable
    static class Shelf {
        @Id
        long id;

        @OneToMany(mappedBy = "shelf")
        @OrderColumn(name = "place")
        List<Book> books = new ArrayList<>();

        protected Shelf() {}

        Shelf(long id) {
            this.id = id;
        }
    }

    /** Has the inverse side of a many-to-many association. */
    @Entity(name = "Reader")
    @Auditable
    static class Reader {
        @Id
        long id;

        @ManyToMany(mappedBy = "readers")
        Set<Book> books = new HashSet<>();

        protected Reader() {}

        Reader(long id) {
            this.id = id;
        }
    }

    /** Not audited. */
    @Entity(name = "Base")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Base {
        @Id
        long id;

        @ElementCollection
        Set<String> labels = new HashSet<>();

        protected Base() {}

        Base(long id) {
            this.id = id;
        }
    }

    /** Audited. */
    @Entity(name = "Special")
    @Auditable
    static class Special extends Base {
        protected Special() {}

        Special(long id) {
            super(id);
        }
    }

    /** Its children go with it, and the database takes its tags. */
    @Entity(name = "Cascading")
    @Auditable
    static class Cascading {
        @Id
        long id;

        @OneToMany(cascade = CascadeType.ALL, orphanRemoval = true)
        @JoinColumn(name = "parent_id")
        Set<Special> children = new HashSet<>();

        @ElementCollection
        @OnDelete(action = OnDeleteAction.CASCADE)
        Set<String> tags = new HashSet<>();

        protected Cascading() {}

        Cascading(long id) {
            this.id = id;
        }
    }
}
