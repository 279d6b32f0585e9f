package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.List;
import org.hibernate.annotations.DynamicInsert;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.OptimisticLock;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.hibernate.annotations.PartitionKey;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.SoftDelete;
import org.jspecify.annotations.Nullable;

/** Entities that Hibernate treats in a way of their own. */
final class Kinds {
    private Kinds() {}

    static MappingCase.Table table() {
        return new MappingCase.Table(
                List.of(
                        Versioned.class,
                        Dynamic.class,
                        Soft.class,
                        DynamicallyInserted.class,
                        Restricted.class,
                        Unlocked.class,
                        Partitioned.class,
                        LockedByAll.class,
                        LockedByDirty.class),
                List.of(
                        MappingCase.of("@Version", Versioned.class, Versioned::new, e -> e.name = "b")
                                .before("name", "a")
                                .after("name", "b"),
                        MappingCase.of("@DynamicUpdate", Dynamic.class, Dynamic::new, e -> e.name = "b")
                                .before("name", "a", "other", "c")
                                .after("name", "b", "other", "c"),
                        MappingCase.of("@SoftDelete", Soft.class, Soft::new, e -> e.name = "b")
                                .before("name", "a")
                                .after("name", "b"),
                        MappingCase.of(
                                        "@DynamicInsert",
                                        DynamicallyInserted.class,
                                        DynamicallyInserted::new,
                                        e -> e.other = "c")
                                .before("name", "a")
                                .after("name", "a", "other", "c"),
                        MappingCase.of("@SQLRestriction", Restricted.class, Restricted::new, e -> e.name = "b")
                                .before("name", "a")
                                .after("name", "b"),
                        MappingCase.of("@OptimisticLock excluded", Unlocked.class, Unlocked::new, e -> e.name = "b")
                                .before("name", "a")
                                .after("name", "b"),
                        MappingCase.of("@PartitionKey", Partitioned.class, Partitioned::new, e -> e.name = "b")
                                .before("name", "a", "region", "eu")
                                .after("name", "b", "region", "eu"),
                        MappingCase.of("OptimisticLockType.ALL", LockedByAll.class, LockedByAll::new, e -> e.name = "b")
                                .before("name", "a", "other", "c")
                                .after("name", "b", "other", "c"),
                        MappingCase.of(
                                        "OptimisticLockType.DIRTY",
                                        LockedByDirty.class,
                                        LockedByDirty::new,
                                        e -> e.name = "b")
                                .before("name", "a", "other", "c")
                                .after("name", "b", "other", "c")));
    }

    /** Has a version. */
    @Entity(name = "Versioned")
    @Auditable
    static class Versioned {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";

        @Version
        @Column(name = "version_number")
        @Nullable
        Integer version;
    }

    /** Writes what changed only. */
    @Entity(name = "DynamicallyUpdated")
    @Auditable
    @DynamicUpdate
    static class Dynamic {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";

        @Nullable
        String other = "c";
    }

    /** Is marked as deleted. */
    @Entity(name = "SoftDeleted")
    @Auditable
    @SoftDelete
    static class Soft {
        @Id
        @jakarta.persistence.GeneratedValue
        @Nullable
        Long id;

        @Nullable
        String name = "a";
    }

    /** Inserts what is not null only. */
    @Entity(name = "DynamicallyInserted")
    @Auditable
    @DynamicInsert
    static class DynamicallyInserted {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";

        @Nullable
        String other;
    }

    /** Cannot be read by everybody. */
    @Entity(name = "Restricted")
    @Auditable
    @SQLRestriction("name <> 'hidden'")
    static class Restricted {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";
    }

    /** Has a version that its name does not count for. */
    @Entity(name = "Unlocked")
    @Auditable
    static class Unlocked {
        @Id
        Long id = 1L;

        @OptimisticLock(excluded = true)
        @Nullable
        String name = "a";

        @Version
        @Column(name = "version_number")
        @Nullable
        Integer version;
    }

    /** Is found by its partition, too. */
    @Entity(name = "Partitioned")
    @Auditable
    static class Partitioned {
        @Id
        Long id = 1L;

        @PartitionKey
        @Nullable
        String region = "eu";

        @Nullable
        String name = "a";
    }

    /** Is locked by all that was read of it. */
    @Entity(name = "LockedByAll")
    @Auditable
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.ALL)
    static class LockedByAll {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";

        @Nullable
        String other = "c";
    }

    /** Is locked by what was read of what changes. */
    @Entity(name = "LockedByDirty")
    @Auditable
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.DIRTY)
    static class LockedByDirty {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";

        @Nullable
        String other = "c";
    }
}
