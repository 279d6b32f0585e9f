package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.hibernate.annotations.CompositeType;
import org.hibernate.metamodel.spi.ValueAccess;
import org.hibernate.usertype.CompositeUserType;
import org.jspecify.annotations.Nullable;

/** Attributes of embeddables that are converted, and values that somebody else's code takes apart. */
@Entity
@Auditable
class Conversions {
    @Id
    Long id = 1L;

    @Embedded
    @Convert(attributeName = "finish", converter = Basics.Point.AsText.class)
    @Nullable
    Line line;

    @CompositeType(MoneyType.class)
    @Nullable
    Money price;

    static MappingCase.Table table() {
        Basics.Point one = new Basics.Point(1, 1);
        Basics.Point two = new Basics.Point(2, 2);
        Basics.Point three = new Basics.Point(3, 3);
        return new MappingCase.Table(
                List.of(Conversions.class),
                List.of(
                        row("@Convert in an embeddable", e -> e.line = new Line(one, two), e -> line(e).start = three)
                                .before("line.start", one.toString(), "line.finish", two.toString())
                                .after("line.start", three.toString(), "line.finish", two.toString()),
                        row("@Convert on an embedded", e -> e.line = new Line(one, two), e -> line(e).finish = three)
                                .before("line.start", one.toString(), "line.finish", two.toString())
                                .after("line.start", one.toString(), "line.finish", three.toString()),
                        row("CompositeUserType", e -> e.price = new Money(5, "EUR"), e -> e.price = new Money(7, "EUR"))
                                .before("price.currency", "EUR", "price.minor", "5")
                                .after("price.currency", "EUR", "price.minor", "7"),
                        row("CompositeUserType becomes null", e -> e.price = new Money(5, "EUR"), e -> e.price = null)
                                .before("price.currency", "EUR", "price.minor", "5")));
    }

    private static MappingCase<Conversions> row(String name, Consumer<Conversions> set, Consumer<Conversions> change) {
        return MappingCase.of(
                name,
                Conversions.class,
                () -> {
                    Conversions entity = new Conversions();
                    set.accept(entity);
                    return entity;
                },
                change);
    }

    private static Line line(Conversions entity) {
        return Objects.requireNonNull(entity.line);
    }

    /** Two points, each converted, by its own word and by its owner's. */
    @Embeddable
    static class Line {
        @Convert(converter = Basics.Point.AsText.class)
        Basics.@Nullable Point start;

        Basics.@Nullable Point finish;

        Line() {}

        Line(Basics.Point start, Basics.Point finish) {
            this.start = start;
            this.finish = finish;
        }
    }

    /** A value of some library, which knows neither Hibernate nor the trail. */
    record Money(long minor, String currency) {}

    /** Takes it apart. */
    static class MoneyType implements CompositeUserType<Money> {
        @Override
        public Object getPropertyValue(Money money, int property) {
            return property == 0 ? money.currency : (Object) money.minor;
        }

        @Override
        public Money instantiate(ValueAccess values) {
            return new Money(
                    Objects.requireNonNull(values.getValue(1, Long.class)),
                    Objects.requireNonNull(values.getValue(0, String.class)));
        }

        @Override
        public Class<?> embeddable() {
            return Parts.class;
        }

        @Override
        public Class<Money> returnedClass() {
            return Money.class;
        }

        @Override
        public boolean equals(@Nullable Money x, @Nullable Money y) {
            return Objects.equals(x, y);
        }

        @Override
        public int hashCode(Money money) {
            return money.hashCode();
        }

        @Override
        public @Nullable Money deepCopy(@Nullable Money money) {
            return money;
        }

        @Override
        public boolean isMutable() {
            return false;
        }

        @Override
        public @Nullable Serializable disassemble(@Nullable Money money) {
            return money == null ? null : new String[] {money.currency, Long.toString(money.minor)};
        }

        @Override
        public @Nullable Money assemble(@Nullable Serializable cached, Object owner) {
            if (cached == null) {
                return null;
            }
            String[] parts = (String[]) cached;
            return new Money(Long.parseLong(parts[1]), parts[0]);
        }

        @Override
        public @Nullable Money replace(@Nullable Money detached, @Nullable Money managed, Object owner) {
            return detached;
        }

        /** What its columns are mapped by. */
        static class Parts {
            long minor;
            String currency = "";
        }
    }
}
