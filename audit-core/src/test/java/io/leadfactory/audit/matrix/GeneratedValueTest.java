package io.leadfactory.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hibernate.SessionFactory;
import org.hibernate.Version;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.GeneratedColumn;
import org.hibernate.annotations.SourceType;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.generator.EventType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values that somebody else than the object makes: what is recorded is what the row holds, or says that it is not known. */
@OnEveryDatabase
class GeneratedValueTest {
    private static final String MADE = "(not recorded: made by the database)";
    private static final Class<?>[] ENTITIES = {Stamped.class, Halved.class, Twin.class, Labelled.class};

    @RegisterExtension
    final TestDatabase database;

    GeneratedValueTest(DatabaseKind kind) {
        database = new TestDatabase(ENTITIES).on(kind);
    }

    @Test
    void session_everyStep_recordsWhatTheRowHolds() {
        database.inTransaction(session -> session.persist(new Stamped()));
        Map<String, String> inserted = row();
        assertThat(latest("Stamped").newValues()).isEqualTo(inserted);

        database.inTransaction(session -> session.find(Stamped.class, 1L).name = "b");
        Map<String, String> updated = row();
        assertThat(latest("Stamped").oldValues())
                .isEqualTo(changed(inserted, updated, inserted))
                .containsKeys("name", "loud", "changed", "changedThere");
        assertThat(latest("Stamped").newValues()).isEqualTo(changed(inserted, updated, updated));

        database.inTransaction(session -> session.remove(session.find(Stamped.class, 1L)));
        assertThat(latest("Stamped").oldValues()).isEqualTo(updated);
    }

    @Test
    void session_oneTransaction_recordsWhatTheRowHeld() {
        database.inTransaction(session -> {
            Stamped stamped = new Stamped();
            session.persist(stamped);
            session.flush();
            stamped.name = "b";
            session.flush();
            assertThat(stamped.loud).isEqualTo("B");
        });
        assertThat(latest("Stamped").oldValues()).containsEntry("loud", "A");
        assertThat(latest("Stamped").newValues()).containsEntry("loud", "B");
        assertThat(database.trail()
                        .subject(Subject.of("Stamped", "1"))
                        .stateAt(Instant.now().plusSeconds(60))
                        .values())
                .isEqualTo(row());
    }

    @Test
    void statelessSession_everyStep_saysWhatTheDatabaseMade() {
        database.factory().inStatelessTransaction(session -> session.insert(new Stamped()));
        Map<String, String> inserted = row();
        assertThat(latest("Stamped").newValues())
                .containsOnly(
                        entry("name", "a"),
                        entry("created", inserted.get("created")),
                        entry("changed", inserted.get("changed")),
                        entry("createdThere", MADE),
                        entry("changedThere", MADE),
                        entry("loud", MADE),
                        entry("state", MADE),
                        entry("constant", MADE));

        database.factory().inStatelessTransaction(session -> {
            Stamped stamped = Objects.requireNonNull(session.get(Stamped.class, 1L));
            stamped.name = "b";
            session.update(stamped);
        });
        assertThat(latest("Stamped").newValues())
                .containsOnly(
                        entry("name", "b"),
                        entry("changed", row().get("changed")),
                        entry("state", "new"),
                        entry("changedThere", MADE),
                        entry("loud", MADE),
                        entry("constant", MADE));

        Map<String, String> last = row();
        database.factory().inStatelessTransaction(session -> session.delete(session.get(Stamped.class, 1L)));
        assertThat(latest("Stamped").oldValues()).isEqualTo(last);
    }

    @Test
    void statelessUpdate_oldStateRead_namesTheOldValuesOfWhatTheDatabaseMakes() {
        database.inTransaction(session -> session.persist(new Stamped()));
        Map<String, String> inserted = row();
        try (SessionFactory reading =
                database.open(List.of(ENTITIES), Map.of("leadfactory.audit.old-state", "READ"), "none")) {
            reading.inStatelessTransaction(session -> {
                Stamped stamped = Objects.requireNonNull(session.get(Stamped.class, 1L));
                stamped.name = "b";
                session.update(stamped);
            });
        }
        assertThat(latest("Stamped").oldValues())
                .isEqualTo(
                        changed(inserted, Map.of("constant", "", "state", "new"), inserted, "created", "createdThere"));
        assertThat(latest("Stamped").newValues())
                .containsOnly(
                        entry("name", "b"),
                        entry("changed", row().get("changed")),
                        entry("changedThere", MADE),
                        entry("loud", MADE),
                        entry("constant", MADE));
    }

    @Test
    void statelessUpdate_oldStateRead_claimsNoPartThatItDoesNotWrite() {
        database.inTransaction(session -> session.persist(new Labelled()));
        try (SessionFactory reading = reading(Labelled.class)) {
            Labelled changed = new Labelled();
            changed.label.fixed = "not stored";
            reading.inStatelessTransaction(session -> session.update(changed));
            assertThat(latest("Labelled").action()).isEqualTo("INSERT");

            changed.label.inner.word = "y";
            reading.inStatelessTransaction(session -> session.update(changed));
        }
        assertThat(latest("Labelled").oldValues()).containsOnly(entry("label.inner.word", "x"));
        assertThat(latest("Labelled").newValues()).containsOnly(entry("label.inner.word", "y"));
        Labelled stored = database.factory().fromTransaction(session -> session.find(Labelled.class, 1L));
        assertThat(stored.label.fixed).isEqualTo("f");
    }

    @Test
    void statelessUpdate_oldStateRead_saysWhichPartTheDatabaseMade() {
        assumeFalse(Version.getVersionString().startsWith("7.2."), "Hibernate 7.2 refuses such an embeddable");
        try (SessionFactory reading = reading(Shouted.class)) {
            reading.inTransaction(session -> session.persist(new Shouted()));
            Shouted changed = new Shouted();
            reading.inStatelessTransaction(session -> session.update(changed));
            assertThat(latest("Shouted").action()).isEqualTo("INSERT");

            changed.shout.word = "y";
            reading.inStatelessTransaction(session -> session.update(changed));
        }
        assertThat(latest("Shouted").oldValues()).containsOnly(entry("shout.word", "w"), entry("shout.loud", "W"));
        assertThat(latest("Shouted").newValues()).containsOnly(entry("shout.word", "y"), entry("shout.loud", MADE));
    }

    private SessionFactory reading(Class<?> entity) {
        return database.open(List.of(entity), Map.of("leadfactory.audit.old-state", "READ"), "update");
    }

    @Test
    void insert_attributeThatHibernateDoesNotWrite_isNotClaimed() {
        Halved halved = new Halved();
        halved.neverInserted = "not stored";
        halved.copy = "not stored either";
        database.inTransaction(session -> {
            session.persist(halved);
            session.persist(new Twin(halved));
        });
        assertThat(latest("Halved").newValues()).containsOnly(entry("name", "a"));
        assertThat(latest("Twin").newValues()).containsOnly(entry("first", "1"), entry("name", "s"));

        database.inTransaction(session -> session.find(Halved.class, 1L).neverInserted = "stored");
        assertThat(latest("Halved").newValues()).containsOnly(entry("neverInserted", "stored"));
        assertThat(latest("Halved").oldValues().get("neverInserted")).isNull();

        database.inTransaction(session -> {
            session.remove(session.find(Twin.class, 1L));
            session.remove(session.find(Halved.class, 1L));
        });
        assertThat(latest("Halved").oldValues())
                .containsOnly(entry("name", "a"), entry("copy", "a"), entry("neverInserted", "stored"));
    }

    private AuditEvent latest(String type) {
        return database.trail().history(Subject.of(type, "1"), 1).events().get(0);
    }

    /** What the row holds, as it is recorded. */
    private Map<String, String> row() {
        Stamped stamped = database.factory().fromTransaction(session -> session.find(Stamped.class, 1L));
        return new TreeMap<>(Map.of(
                "name", String.valueOf(stamped.name),
                "created", String.valueOf(stamped.created),
                "changed", String.valueOf(stamped.changed),
                "createdThere", String.valueOf(stamped.createdThere),
                "changedThere", String.valueOf(stamped.changedThere),
                "loud", String.valueOf(stamped.loud),
                "state", String.valueOf(stamped.state),
                "constant", String.valueOf(stamped.constant)));
    }

    /** Those of a side whose values differ between two rows. */
    private static Map<String, String> changed(
            Map<String, String> before, Map<String, String> after, Map<String, String> side, String... butFor) {
        Map<String, String> changed = new TreeMap<>(side);
        changed.keySet().removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        changed.keySet().removeAll(List.of(butFor));
        return changed;
    }

    /** Has values that the database or Hibernate makes. */
    @Entity(name = "Stamped")
    @Auditable
    static class Stamped {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";

        @CreationTimestamp
        @Nullable
        Instant created;

        @UpdateTimestamp
        @Nullable
        Instant changed;

        @CreationTimestamp(source = SourceType.DB)
        @Nullable
        Instant createdThere;

        @UpdateTimestamp(source = SourceType.DB)
        @Nullable
        Instant changedThere;

        @GeneratedColumn("upper(name)")
        @Nullable
        String loud;

        @Generated(event = EventType.INSERT)
        @ColumnDefault("'new'")
        @Column(name = "state_text")
        @Nullable
        String state = "whatever";

        @Generated(
                event = {EventType.INSERT, EventType.UPDATE},
                sql = "40 + 2")
        @Column(name = "constant_number")
        @Nullable
        Integer constant = 7;
    }

    /** Has an embeddable of which the database makes a part. */
    @Entity(name = "Shouted")
    @Auditable
    static class Shouted {
        @Id
        Long id = 1L;

        @Embedded
        Shout shout = new Shout();
    }

    @Embeddable
    static class Shout {
        @GeneratedColumn("upper(word)")
        @Nullable
        String loud;

        @Nullable
        String word = "w";
    }

    /** Has an embeddable of which an update writes some parts. */
    @Entity(name = "Labelled")
    @Auditable
    static class Labelled {
        @Id
        Long id = 1L;

        @Formula("upper(word)")
        @Nullable
        String twice;

        @Embedded
        Label label = new Label();
    }

    @Embeddable
    static class Label {
        @Column(updatable = false)
        @Nullable
        String fixed = "f";

        @Embedded
        Inner inner = new Inner();

        @Nullable
        String word = "w";
    }

    @Embeddable
    static class Inner {
        @Column(name = "inner_word")
        @Nullable
        String word = "x";
    }

    /** Has attributes that only some statements write, or none. */
    @Entity(name = "Halved")
    @Auditable
    static class Halved {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";

        @Column(insertable = false)
        @Nullable
        String neverInserted;

        @Column(name = "name", insertable = false, updatable = false)
        @Nullable
        String copy;
    }

    /** Has the identifier of another entity. */
    @Entity(name = "Twin")
    @Auditable
    static class Twin {
        @Id
        @Nullable
        Long id;

        @MapsId
        @OneToOne
        @Nullable
        Halved first;

        @Nullable
        String name = "s";

        @ManyToOne
        @JoinColumn(name = "name_of", insertable = false, updatable = false)
        @Nullable
        Halved copied;

        protected Twin() {}

        Twin(Halved first) {
            this.first = first;
            this.copied = first;
        }
    }
}
