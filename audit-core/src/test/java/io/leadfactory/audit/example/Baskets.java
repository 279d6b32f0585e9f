package io.leadfactory.audit.example;

import io.leadfactory.audit.event.AuditIgnore;
import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.DiscriminatorType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MapKeyJoinColumn;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.OrderColumn;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.annotations.Any;
import org.hibernate.annotations.AnyDiscriminator;
import org.hibernate.annotations.AnyDiscriminatorValue;
import org.hibernate.annotations.AnyKeyJavaClass;
import org.hibernate.annotations.CollectionId;
import org.hibernate.annotations.CollectionIdJdbcTypeCode;
import org.hibernate.annotations.ManyToAny;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.SortNatural;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Audited entities with one collection each, of every kind that Hibernate maps. */
public final class Baskets {
    private Baskets() {}

    /** Has a collection, map or array. */
    @MappedSuperclass
    public abstract static class Basket {
        @Id
        public long id;

        /** What its field of this name holds. */
        public Object content() {
            try {
                return Objects.requireNonNull(field().get(this), "content");
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        public void content(Object content) {
            try {
                Field field = field();
                field.set(this, fitting(field.getType(), content));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        private Field field() {
            try {
                return getClass().getField("content");
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Object fitting(Class<?> type, Object content) {
            if (type == SortedSet.class) {
                return new TreeSet<>((Collection<?>) content);
            }
            return type == SortedMap.class ? new TreeMap<>((Map<?, ?>) content) : content;
        }
    }

    /** An element that is an entity; not audited itself. */
    @Entity
    public static class Item {
        @Id
        @Column(length = 10)
        private String id = "";

        protected Item() {}

        public Item(String id) {
            this.id = id;
        }

        public String getId() {
            return id;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Item item && getId().equals(item.getId());
        }

        @Override
        public int hashCode() {
            return getId().hashCode();
        }
    }

    /** An element that is an embeddable, in which another one may be missing. */
    @Embeddable
    public static class Spot {
        @Column(length = 10)
        public String street = "";

        @Embedded
        public @Nullable Geo geo;

        protected Spot() {}

        public Spot(String street) {
            this.street = street;
            this.geo = street.equals("d") ? null : Geo.of(street);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Spot spot && street.equals(spot.street) && Objects.equals(geo, spot.geo);
        }

        @Override
        public int hashCode() {
            return street.hashCode();
        }
    }

    /** An embeddable in an embeddable. */
    @Embeddable
    public static class Geo {
        public @Nullable Integer lat;

        protected Geo() {}

        public static Geo of(String letter) {
            Geo geo = new Geo();
            geo.lat = lat(letter);
            return geo;
        }

        public static int lat(String letter) {
            return letter.charAt(0) - '7';
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Geo geo && Objects.equals(lat, geo.lat);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(lat);
        }
    }

    /** An embeddable with a collection. */
    @Embeddable
    public static class Inner {
        @ElementCollection
        @CollectionTable(name = "inner_tags", joinColumns = @JoinColumn(name = "owner_id"))
        public Set<String> tags = new HashSet<>();
    }

    /** A key of a map. */
    public enum Letter {
        A,
        B,
        C,
        D
    }

    @Entity
    @Auditable
    public static class SetOfTexts extends Basket {
        @ElementCollection
        public Set<String> content = new HashSet<>();
    }

    @Entity
    @Auditable
    public static class SortedSetOfTexts extends Basket {
        @ElementCollection
        @SortNatural
        public SortedSet<String> content = new TreeSet<>();
    }

    @Entity
    @Auditable
    public static class OrderedSetOfTexts extends Basket {
        @ElementCollection
        @OrderBy
        public Set<String> content = new HashSet<>();
    }

    @Entity
    @Auditable
    public static class BagOfTexts extends Basket {
        @ElementCollection
        public Collection<String> content = new ArrayList<>();
    }

    @Entity
    @Auditable
    public static class BagWithIds extends Basket {
        @ElementCollection
        @CollectionId(column = @Column(name = "row_id"), generator = "sequence")
        @CollectionIdJdbcTypeCode(SqlTypes.BIGINT)
        public Collection<String> content = new ArrayList<>();
    }

    @Entity
    @Auditable
    public static class ListOfTexts extends Basket {
        @ElementCollection
        @OrderColumn
        public List<String> content = new ArrayList<>();
    }

    @Entity
    @Auditable
    public static class ArrayOfTexts extends Basket {
        @ElementCollection
        @OrderColumn
        public String[] content = {};
    }

    @Entity
    @Auditable
    public static class MapOfTexts extends Basket {
        @ElementCollection
        public Map<String, String> content = new HashMap<>();
    }

    @Entity
    @Auditable
    public static class SortedMapByEnum extends Basket {
        @ElementCollection
        @SortNatural
        public SortedMap<Letter, String> content = new TreeMap<>();
    }

    @Entity
    @Auditable
    public static class MapByEntity extends Basket {
        @ElementCollection
        @MapKeyJoinColumn(name = "item_id")
        public Map<Item, String> content = new HashMap<>();
    }

    @Entity
    @Auditable
    public static class MapByEmbeddable extends Basket {
        @ElementCollection
        public Map<Geo, String> content = new HashMap<>();
    }

    @Entity
    @Auditable
    public static class MapOfItems extends Basket {
        @ManyToMany
        @MapKeyColumn(name = "map_key", length = 10)
        public Map<String, Item> content = new HashMap<>();
    }

    @Entity
    @Auditable
    public static class SetOfEmbeddables extends Basket {
        @ElementCollection
        public Set<Spot> content = new HashSet<>();
    }

    @Entity
    @Auditable
    public static class ListOfEmbeddables extends Basket {
        @ElementCollection
        @OrderColumn
        public List<Spot> content = new ArrayList<>();
    }

    @Entity
    @Auditable
    public static class OneToManyByColumn extends Basket {
        @OneToMany
        @JoinColumn(name = "basket_by_column")
        public Set<Item> content = new HashSet<>();
    }

    @Entity
    @Auditable
    public static class OneToManyListByColumn extends Basket {
        @OneToMany
        @JoinColumn(name = "basket_of_list")
        @OrderColumn(name = "place_in_basket")
        public List<Item> content = new ArrayList<>();
    }

    @Entity
    @Auditable
    public static class OneToManyByTable extends Basket {
        @OneToMany(cascade = CascadeType.PERSIST)
        @JoinTable(name = "basket_items")
        public Collection<Item> content = new ArrayList<>();
    }

    @Entity
    @Auditable
    public static class ManyToManySet extends Basket {
        @ManyToMany
        public Set<Item> content = new HashSet<>();
    }

    @Entity
    @Auditable
    public static class ManyToManyList extends Basket {
        @ManyToMany
        @OrderColumn
        public List<Item> content = new ArrayList<>();
    }

    @Entity
    @Auditable
    public static class SetInEmbeddable extends Basket {
        @Embedded
        public Inner inner = new Inner();

        @Override
        public Object content() {
            return inner.tags;
        }

        @Override
        @SuppressWarnings("unchecked")
        public void content(Object content) {
            inner.tags = (Set<String>) content;
        }
    }

    /** A value that is converted. */
    public record Code(String letter) {
        /** Stores it. */
        @Converter
        public static class AsText implements AttributeConverter<@Nullable Code, @Nullable String> {
            @Override
            public @Nullable String convertToDatabaseColumn(@Nullable Code code) {
                return code == null ? null : '<' + code.letter + '>';
            }

            @Override
            public @Nullable Code convertToEntityAttribute(@Nullable String text) {
                return text == null ? null : new Code(text.substring(1, text.length() - 1));
            }
        }
    }

    @Entity
    @Auditable
    public static class MapOfConverted extends Basket {
        @ElementCollection
        @Convert(attributeName = "key", converter = Code.AsText.class)
        @Convert(attributeName = "value", converter = Code.AsText.class)
        public Map<Code, Code> content = new HashMap<>();
    }

    /** An element that refers to an entity of any type. */
    @Embeddable
    public static class Link {
        @Any
        @AnyDiscriminator(DiscriminatorType.STRING)
        @AnyDiscriminatorValue(discriminator = "I", entity = Item.class)
        @AnyKeyJavaClass(String.class)
        @Column(name = "target_type")
        @JoinColumn(name = "target_id")
        public @Nullable Object target;

        protected Link() {}

        public Link(Item target) {
            this.target = target;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Link link && Objects.equals(target, link.target);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(target);
        }
    }

    @Entity
    @Auditable
    public static class SetOfLinks extends Basket {
        @ElementCollection
        public Set<Link> content = new HashSet<>();
    }

    @Entity
    @Auditable
    public static class ListOfAnything extends Basket {
        @OrderColumn
        @ManyToAny(fetch = FetchType.LAZY)
        @AnyDiscriminator(DiscriminatorType.STRING)
        @AnyDiscriminatorValue(discriminator = "I", entity = Item.class)
        @AnyKeyJavaClass(String.class)
        @Column(name = "item_type")
        @JoinTable(
                name = "basket_of_anything",
                joinColumns = @JoinColumn(name = "owner_id"),
                inverseJoinColumns = @JoinColumn(name = "item_id"))
        public List<Object> content = new ArrayList<>();
    }

    /** Is named by a code, by which the rows of its collection know it. */
    @MappedSuperclass
    public abstract static class CodedBasket extends Basket implements Serializable {
        private static final long serialVersionUID = 1L;

        @NaturalId
        @AuditIgnore
        @Column(length = 10)
        public @Nullable String code;

        @Override
        public void content(Object content) {
            super.content(content);
            code = "c" + id;
        }
    }

    @Entity
    @Auditable
    public static class TextsByCode extends CodedBasket {
        private static final long serialVersionUID = 1L;

        @ElementCollection
        @CollectionTable(
                name = "texts_by_code",
                joinColumns = @JoinColumn(name = "owner_code", referencedColumnName = "code"))
        public Set<String> content = new HashSet<>();
    }

    @Entity
    @Auditable
    public static class OneToManyByCode extends CodedBasket {
        private static final long serialVersionUID = 1L;

        @OneToMany
        @JoinColumn(name = "basket_code", referencedColumnName = "code")
        public Set<Item> content = new HashSet<>();
    }

    @Entity
    @Auditable
    public static class ManyToManyByCode extends CodedBasket {
        private static final long serialVersionUID = 1L;

        @ManyToMany
        @JoinTable(
                name = "items_by_code",
                joinColumns = @JoinColumn(name = "owner_code", referencedColumnName = "code"))
        @OrderColumn
        public List<Item> content = new ArrayList<>();
    }
}
