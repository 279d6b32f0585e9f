package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Properties that Hibernate adds for itself, as {@code _identifierMapper}, were recorded, with old values that never were. */
class SyntheticPropertyTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Seat.class, Cart.class, Item.class);

    @Test
    void update_entityWithIdClass_recordsItsOwnAttributesOnly() {
        database.inTransaction(session -> session.persist(new Seat(1, 2, "free")));
        database.inTransaction(session -> session.find(Seat.class, new Seat.Key(1, 2)).state = "taken");
        AuditEvent event = latest("Seat", "{\"place\":2,\"train\":1}");
        assertThat(event.oldValues()).containsOnly(entry("state", "free"));
        assertThat(event.newValues()).containsOnly(entry("state", "taken"));
    }

    @Test
    void insertAndUpdate_elementOfAList_recordNoBackReference() {
        database.inTransaction(session -> {
            Cart cart = new Cart();
            cart.items.add(new Item());
            session.persist(cart);
        });
        assertThat(latest("Item", "1").newValues()).containsOnly(entry("name", "a"));
        database.inTransaction(session -> session.find(Item.class, 1L).name = "b");
        assertThat(latest("Item", "1").newValues()).containsOnly(entry("name", "b"));
        assertThat(latest("Item", "1").oldValues()).containsOnly(entry("name", "a"));
    }

    private AuditEvent latest(String type, String id) {
        return database.trail().history(Subject.of(type, id), 1).events().get(0);
    }

    /** Has an identifier of two attributes. */
    @Entity(name = "Seat")
    @Auditable
    @IdClass(Seat.Key.class)
    static class Seat {
        @Id
        long train;

        @Id
        int place;

        @Nullable
        String state;

        protected Seat() {}

        Seat(long train, int place, String state) {
            this.train = train;
            this.place = place;
            this.state = state;
        }

        /** Both attributes. */
        static class Key implements Serializable {
            private static final long serialVersionUID = 1L;
            long train;
            int place;

            protected Key() {}

            Key(long train, int place) {
                this.train = train;
                this.place = place;
            }

            @Override
            public boolean equals(@Nullable Object other) {
                return other instanceof Key key && train == key.train && place == key.place;
            }

            @Override
            public int hashCode() {
                return Objects.hash(train, place);
            }
        }
    }

    /** Has a list whose elements do not know it. */
    @Entity(name = "Cart")
    static class Cart {
        @Id
        Long id = 1L;

        @OneToMany(cascade = CascadeType.ALL)
        @JoinColumn(name = "cart_id", nullable = false)
        @OrderColumn(name = "position")
        List<Item> items = new ArrayList<>();
    }

    /** An element. */
    @Entity(name = "Item")
    @Auditable
    static class Item {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";
    }
}
