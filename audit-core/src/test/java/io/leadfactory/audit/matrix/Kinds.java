package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.SoftDelete;
import org.jspecify.annotations.Nullable;

/** Entities that Hibernate treats in a way of their own. */
final class Kinds {
    private Kinds() {}

    static MappingCase.Table table() {
        return new MappingCase.Table(
                List.of(Versioned.class, Dynamic.class, Soft.class),
                List.of(
                        MappingCase.of("@Version", Versioned.class, Versioned::new, e -> e.name = "b")
                                .before("name", "a")
                                .after("name", "b"),
                        MappingCase.of("@DynamicUpdate", Dynamic.class, Dynamic::new, e -> e.name = "b")
                                .before("name", "a", "other", "c")
                                .after("name", "b", "other", "c"),
                        MappingCase.of("@SoftDelete", Soft.class, Soft::new, e -> e.name = "b")
                                .before("name", "a")
                                .after("name", "b")));
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
}
