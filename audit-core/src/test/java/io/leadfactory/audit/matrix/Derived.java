package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/** Attributes that no column holds. */
final class Derived {
    private Derived() {}

    static MappingCase.Table table() {
        return new MappingCase.Table(
                List.of(Computed.class),
                List.of(MappingCase.of("@Formula", Computed.class, Computed::new, e -> e.name = "b")
                        .before("name", "a")
                        .after("name", "b")));
    }

    /** Has values that only a query knows. */
    @Entity(name = "Computed")
    @Auditable
    static class Computed {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";

        @Formula("upper(name)")
        @Nullable
        String loud;

        @Embedded
        @Nullable
        Inner inner;

        /** Has one, too. */
        @Embeddable
        static class Inner {
            @Formula("lower(name)")
            @Nullable
            String quiet;
        }
    }
}
