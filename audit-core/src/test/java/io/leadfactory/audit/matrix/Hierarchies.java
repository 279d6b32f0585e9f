package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SecondaryTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inheritance in each strategy, mapped superclasses, secondary tables. */
final class Hierarchies {
    private Hierarchies() {}

    static MappingCase.Table table() {
        return new MappingCase.Table(
                List.of(
                        Single.class,
                        SingleSub.class,
                        Joined.class,
                        JoinedSub.class,
                        PerClass.class,
                        PerClassSub.class,
                        Derived.class,
                        TwoTables.class),
                List.of(
                        MappingCase.of("SINGLE_TABLE, superclass", Single.class, Single::new, e -> e.general = "b")
                                .before("general", "a")
                                .after("general", "b"),
                        MappingCase.of("SINGLE_TABLE, subclass", SingleSub.class, SingleSub::new, e -> e.special = "d")
                                .before("general", "a", "special", "c")
                                .after("general", "a", "special", "d"),
                        MappingCase.of("JOINED, superclass", Joined.class, Joined::new, e -> e.general = "b")
                                .before("general", "a")
                                .after("general", "b"),
                        MappingCase.of("JOINED, subclass", JoinedSub.class, JoinedSub::new, e -> e.special = "d")
                                .before("general", "a", "special", "c")
                                .after("general", "a", "special", "d"),
                        MappingCase.of(
                                        "TABLE_PER_CLASS, superclass",
                                        PerClass.class,
                                        PerClass::new,
                                        e -> e.general = "b")
                                .before("general", "a")
                                .after("general", "b"),
                        MappingCase.of(
                                        "TABLE_PER_CLASS, subclass",
                                        PerClassSub.class,
                                        PerClassSub::new,
                                        e -> e.general = "b")
                                .before("general", "a", "special", "c")
                                .after("general", "b", "special", "c"),
                        MappingCase.of("@MappedSuperclass", Derived.class, Derived::new, e -> e.inherited = "b")
                                .before("inherited", "a", "own", "c")
                                .after("inherited", "b", "own", "c"),
                        MappingCase.of("secondary table", TwoTables.class, TwoTables::new, e -> e.second = "d")
                                .before("first", "a", "second", "c")
                                .after("first", "a", "second", "d"),
                        MappingCase.of(
                                        "secondary table without a row",
                                        TwoTables.class,
                                        TwoTables::firstOnly,
                                        e -> e.second = "d")
                                .before("first", "a")
                                .after("first", "a", "second", "d")));
    }

    /** A superclass in the table of all. */
    @Entity(name = "Single")
    @Auditable
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    static class Single {
        @Id
        Long id = 1L;

        @Nullable
        String general = "a";
    }

    /** A subclass in the table of all. */
    @Entity(name = "SingleSub")
    static class SingleSub extends Single {
        @Nullable
        String special = "c";
    }

    /** A superclass with a table for its part. */
    @Entity(name = "Joined")
    @Auditable
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Joined {
        @Id
        Long id = 1L;

        @Nullable
        String general = "a";
    }

    /** A subclass with a table for its part. */
    @Entity(name = "JoinedSub")
    static class JoinedSub extends Joined {
        @Nullable
        String special = "c";
    }

    /** A superclass with a table of its own. */
    @Entity(name = "PerClass")
    @Auditable
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class PerClass {
        @Id
        Long id = 1L;

        @Nullable
        String general = "a";
    }

    /** A subclass with a table of its own. */
    @Entity(name = "PerClassSub")
    static class PerClassSub extends PerClass {
        @Nullable
        String special = "c";
    }

    /** Has attributes but no table. */
    @MappedSuperclass
    static class Base {
        @Id
        Long id = 1L;

        @Nullable
        String inherited = "a";
    }

    /** Has the table. */
    @Entity(name = "Derived")
    @Auditable
    static class Derived extends Base {
        @Nullable
        String own = "c";
    }

    /** Spread over two tables. */
    @Entity(name = "TwoTables")
    @Auditable
    @SecondaryTable(name = "second_table")
    static class TwoTables {
        @Id
        Long id = 1L;

        @Nullable
        String first = "a";

        @Column(table = "second_table", name = "second_text")
        @Nullable
        String second = "c";

        static TwoTables firstOnly() {
            TwoTables entity = new TwoTables();
            entity.second = null;
            return entity;
        }
    }
}
