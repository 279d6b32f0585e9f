package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.List;
import java.util.function.BiConsumer;
import org.hibernate.Session;
import org.hibernate.annotations.Any;
import org.hibernate.annotations.AnyDiscriminator;
import org.hibernate.annotations.AnyDiscriminatorValue;
import org.hibernate.annotations.AnyKeyJavaClass;
import org.jspecify.annotations.Nullable;

/** References to other entities: eager, lazy, one to one, to any entity. */
@Entity
@Table(name = "referrer")
@Auditable
class References {
    @Id
    Long id = 1L;

    @ManyToOne
    @Nullable
    Target eager;

    @ManyToOne(fetch = FetchType.LAZY)
    @Nullable
    Target lazy;

    @OneToOne(fetch = FetchType.LAZY)
    @Nullable
    Target single;

    @Any(fetch = FetchType.LAZY)
    @AnyDiscriminator(DiscriminatorType.STRING)
    @AnyDiscriminatorValue(discriminator = "T", entity = Target.class)
    @AnyDiscriminatorValue(discriminator = "O", entity = Other.class)
    @AnyKeyJavaClass(Long.class)
    @Column(name = "any_type")
    @JoinColumn(name = "any_id")
    @Nullable
    Object any;

    static MappingCase.Table table() {
        return new MappingCase.Table(
                List.of(References.class, Target.class, Other.class),
                List.of(
                        row("eager @ManyToOne", (e, target) -> e.eager = target)
                                .before("eager", "1")
                                .after("eager", "2"),
                        row("lazy @ManyToOne", (e, target) -> e.lazy = target)
                                .before("lazy", "1")
                                .after("lazy", "2"),
                        row("lazy @OneToOne", (e, target) -> e.single = target)
                                .before("single", "1")
                                .after("single", "2"),
                        row("@Any of one type", (e, target) -> e.any = target)
                                .before("any.type", "Target", "any.id", "1")
                                .after("any.type", "Target", "any.id", "2"),
                        MappingCase.of(
                                        "@Any of two types",
                                        References.class,
                                        () -> of((e, target) -> e.any = target),
                                        e -> e.any = new Other())
                                .before("any.type", "Target", "any.id", "1")
                                .after("any.type", "another target", "any.id", "1"),
                        MappingCase.of(
                                        "@Any becomes null",
                                        References.class,
                                        () -> of((e, target) -> e.any = target),
                                        e -> e.any = null)
                                .before("any.type", "Target", "any.id", "1")));
    }

    private static MappingCase<References> row(String name, BiConsumer<References, Target> setter) {
        return MappingCase.of(name, References.class, () -> of(setter), e -> setter.accept(e, new Target(2)));
    }

    private static References of(BiConsumer<References, Target> setter) {
        References entity = new References();
        setter.accept(entity, new Target(1));
        return entity;
    }

    /** The targets are there before any row is run. */
    static void prepare(Session session) {
        session.persist(new Target(1, null));
        session.persist(new Target(2, null));
        session.persist(new Other(1L, null));
    }

    /** What is referred to. Its version tells Hibernate that it is stored, so that none has to be loaded. */
    @Entity(name = "Target")
    static class Target {
        @Id
        Long id = 0L;

        @Version
        @Nullable
        Integer version;

        protected Target() {}

        Target(long id) {
            this(id, 0);
        }

        Target(long id, @Nullable Integer version) {
            this.id = id;
            this.version = version;
        }
    }

    /** What is referred to, too. */
    @Entity(name = "Other")
    @Auditable(name = "another target")
    static class Other {
        @Id
        Long id = 1L;

        @Version
        @Nullable
        Integer version = 0;

        protected Other() {}

        Other(Long id, @Nullable Integer version) {
            this.id = id;
            this.version = version;
        }
    }
}
