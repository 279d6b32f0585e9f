package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.hibernate.annotations.IdGeneratorType;
import org.hibernate.annotations.NaturalId;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.generator.EventTypeSets;
import org.jspecify.annotations.Nullable;

/** Every kind of identifier. */
final class Identifiers {
    private Identifiers() {}

    static MappingCase.Table table() {
        return new MappingCase.Table(
                List.of(
                        Identity.class,
                        Sequence.class,
                        TableGenerated.class,
                        GeneratedUuid.class,
                        Counted.class,
                        AssignedText.class,
                        AssignedUuid.class,
                        Embedded.class,
                        TwoIds.class,
                        Natural.class),
                List.of(
                        row("IDENTITY", Identity.class, Identity::new),
                        row("SEQUENCE", Sequence.class, Sequence::new),
                        row("TABLE", TableGenerated.class, TableGenerated::new),
                        row("UUID", GeneratedUuid.class, GeneratedUuid::new),
                        row("@IdGeneratorType", Counted.class, Counted::new),
                        row("assigned text", AssignedText.class, AssignedText::new),
                        row("assigned UUID", AssignedUuid.class, AssignedUuid::new),
                        row("@EmbeddedId", Embedded.class, Embedded::new).id("{\"line\":2,\"order\":\"o\"}"),
                        row("@IdClass", TwoIds.class, TwoIds::new).id("{\"line\":2,\"order\":\"o\"}"),
                        MappingCase.of("natural id", Natural.class, Natural::new, e -> e.code = "d")
                                .before("code", "c", "name", "a")
                                .after("code", "d", "name", "a")));
    }

    private static <E extends Named> MappingCase<E> row(String name, Class<E> type, Supplier<E> create) {
        return MappingCase.of(name, type, create, e -> e.name = "b")
                .before("name", "a")
                .after("name", "b");
    }

    /** Has a name. */
    @MappedSuperclass
    abstract static class Named {
        @Nullable
        String name = "a";
    }

    /** Numbered by the database. */
    @Entity(name = "IdentityNumbered")
    @Auditable
    static class Identity extends Named {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;
    }

    /** Numbered by a sequence. */
    @Entity(name = "Sequenced")
    @Auditable
    static class Sequence extends Named {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        @Nullable
        Long id;
    }

    /** Numbered by a table. */
    @Entity(name = "TableGenerated")
    @Auditable
    static class TableGenerated extends Named {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE)
        @Nullable
        Long id;
    }

    /** Named by Hibernate. */
    @Entity(name = "GeneratedUuid")
    @Auditable
    static class GeneratedUuid extends Named {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        @Nullable
        UUID id;
    }

    /** Named by the application's own generator. */
    @Entity(name = "Counted")
    @Auditable
    static class Counted extends Named {
        @Id
        @Count
        @Nullable
        String id;
    }

    /** Counts. */
    @IdGeneratorType(Count.Generator.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Count {
        /** The counter. */
        class Generator implements BeforeExecutionGenerator {
            private static final long serialVersionUID = 1L;
            private static final AtomicInteger LAST = new AtomicInteger();

            @Override
            public Object generate(
                    SharedSessionContractImplementor session, Object owner, @Nullable Object current, EventType event) {
                return "no. " + LAST.incrementAndGet();
            }

            @Override
            public EnumSet<EventType> getEventTypes() {
                return EventTypeSets.INSERT_ONLY;
            }
        }
    }

    /** Named by the application. */
    @Entity(name = "AssignedText")
    @Auditable
    static class AssignedText extends Named {
        @Id
        String id = "an id/\u00fc";
    }

    /** Named by the application. */
    @Entity(name = "AssignedUuid")
    @Auditable
    static class AssignedUuid extends Named {
        @Id
        UUID id = new UUID(1, 2);
    }

    /** The two parts of an identifier. */
    @Embeddable
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        @jakarta.persistence.Column(name = "order_code")
        String order = "o";

        int line = 2;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && order.equals(key.order) && line == key.line;
        }

        @Override
        public int hashCode() {
            return Objects.hash(order, line);
        }
    }

    /** Has both parts in one attribute. */
    @Entity(name = "EmbeddedKey")
    @Auditable
    static class Embedded extends Named {
        @EmbeddedId
        Key key = new Key();
    }

    /** Has each part as an attribute. */
    @Entity(name = "TwoIds")
    @Auditable
    @IdClass(Key.class)
    static class TwoIds extends Named {
        @Id
        @jakarta.persistence.Column(name = "order_code")
        String order = "o";

        @Id
        int line = 2;
    }

    /** Has a second name that is unique. */
    @Entity(name = "NaturallyNamed")
    @Auditable
    static class Natural extends Named {
        @Id
        Long id = 1L;

        @NaturalId(mutable = true)
        @Nullable
        String code = "c";
    }
}
