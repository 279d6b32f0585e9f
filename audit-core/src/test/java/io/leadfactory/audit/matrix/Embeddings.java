package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.AuditIgnore;
import io.leadfactory.audit.event.AuditMask;
import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Embeddables: nested, null, twice in one entity, as a record, in one JSON column. */
@Entity
@Auditable
class Embeddings {
    @Id
    Long id = 1L;

    @Embedded
    @Nullable
    Address address;

    @Embedded
    @AttributeOverride(name = "street", column = @Column(name = "second_street"))
    @AttributeOverride(name = "place.zip", column = @Column(name = "second_zip"))
    @AttributeOverride(name = "place.town", column = @Column(name = "second_town"))
    @AttributeOverride(name = "secret", column = @Column(name = "second_secret"))
    @AttributeOverride(name = "noise", column = @Column(name = "second_noise"))
    @Nullable
    Address second;

    @Embedded
    @Nullable
    Span span;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Size size;

    static MappingCase.Table table() {
        return new MappingCase.Table(
                List.of(Embeddings.class),
                List.of(
                        row(
                                        "one attribute changes",
                                        e -> e.address = new Address("a", 1, "t"),
                                        e -> address(e).street = "b")
                                .before("address.street", "a", "address.place.zip", "1", "address.place.town", "t")
                                .after("address.street", "b", "address.place.zip", "1", "address.place.town", "t"),
                        row(
                                        "an attribute of a nested one changes",
                                        e -> e.address = new Address("a", 1, "t"),
                                        e -> place(e).zip = 2)
                                .before("address.street", "a", "address.place.zip", "1", "address.place.town", "t")
                                .after("address.street", "a", "address.place.zip", "2", "address.place.town", "t"),
                        row("null becomes a value", e -> {}, e -> e.address = new Address("a", 1, "t"))
                                .after("address.street", "a", "address.place.zip", "1", "address.place.town", "t"),
                        row("a value becomes null", e -> e.address = new Address("a", 1, "t"), e -> e.address = null)
                                .before("address.street", "a", "address.place.zip", "1", "address.place.town", "t"),
                        row(
                                        "a nested one becomes null",
                                        e -> e.address = new Address("a", 1, "t"),
                                        e -> address(e).place = null)
                                .before("address.street", "a", "address.place.zip", "1", "address.place.town", "t")
                                .after("address.street", "a"),
                        row(
                                        "the second of one type",
                                        e -> e.second = new Address("a", 1, "t"),
                                        e -> e.second = new Address("a", 1, "u"))
                                .before("second.street", "a", "second.place.zip", "1", "second.place.town", "t")
                                .after("second.street", "a", "second.place.zip", "1", "second.place.town", "u"),
                        row("a masked and an ignored attribute", e -> e.address = new Address("a", null, null), e -> {
                                    address(e).secret = "s";
                                    address(e).noise = "n";
                                })
                                .before("address.street", "a")
                                .after("address.street", "a", "address.secret", "***"),
                        row("a record", e -> e.span = new Span(1, 2), e -> e.span = new Span(1, 3))
                                .before("span.low", "1", "span.high", "2")
                                .after("span.low", "1", "span.high", "3"),
                        row("one JSON column", e -> e.size = new Size(1, 2), e -> e.size = new Size(1, 3))
                                .before("size.wide", "1", "size.tall", "2")
                                .after("size.wide", "1", "size.tall", "3")));
    }

    private static MappingCase<Embeddings> row(
            String name, java.util.function.Consumer<Embeddings> set, java.util.function.Consumer<Embeddings> change) {
        return MappingCase.of(
                name,
                Embeddings.class,
                () -> {
                    Embeddings entity = new Embeddings();
                    set.accept(entity);
                    return entity;
                },
                change);
    }

    private static Address address(Embeddings entity) {
        return java.util.Objects.requireNonNull(entity.address);
    }

    private static Place place(Embeddings entity) {
        return java.util.Objects.requireNonNull(address(entity).place);
    }

    /** An address with a place in it. */
    @Embeddable
    static class Address {
        @Nullable
        String street;

        @Embedded
        @Nullable
        Place place;

        @AuditMask
        @Nullable
        String secret;

        @AuditIgnore
        @Nullable
        String noise;

        Address() {}

        Address(String street, @Nullable Integer zip, @Nullable String town) {
            this.street = street;
            this.place = zip == null ? null : new Place(zip, town);
        }
    }

    /** A place in an address. */
    @Embeddable
    static class Place {
        @Nullable
        Integer zip;

        @Nullable
        String town;

        Place() {}

        Place(@Nullable Integer zip, @Nullable String town) {
            this.zip = zip;
            this.town = town;
        }
    }

    /** From one number to another. */
    @Embeddable
    record Span(@Nullable Integer low, @Nullable Integer high) {}

    /** Kept in one column. */
    @Embeddable
    static class Size {
        @Nullable
        Integer wide;

        @Nullable
        Integer tall;

        Size() {}

        Size(int wide, int tall) {
            this.wide = wide;
            this.tall = tall;
        }
    }
}
