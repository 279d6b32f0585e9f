package io.leadfactory.audit.example;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An entity with a composite identifier and a subject type of its own. */
@Entity
@Auditable(name = "order line")
public class OrderLine {
    /** The identifier. */
    @Embeddable
    public static class Key implements Serializable {
        private static final long serialVersionUID = 1L;
        public long orderId;
        public int line;

        protected Key() {}

        public Key(long orderId, int line) {
            this.orderId = orderId;
            this.line = line;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && orderId == key.orderId && line == key.line;
        }

        @Override
        public int hashCode() {
            return Objects.hash(orderId, line);
        }
    }

    @EmbeddedId
    public Key key = new Key();

    public int quantity;

    protected OrderLine() {}

    public OrderLine(Key key, int quantity) {
        this.key = key;
        this.quantity = quantity;
    }
}
