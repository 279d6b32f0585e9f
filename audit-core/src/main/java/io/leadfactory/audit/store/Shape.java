package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.SealedEvent;
import io.leadfactory.audit.store.InsertColumn.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The text of a statement, and the columns that it names, in order: the same for all events that fill the same columns. Immutable. */
final class Shape {
    private final String sql;
    private final List<InsertColumn> same;
    private final List<InsertColumn> each;

    private Shape(List<InsertColumn> same, List<InsertColumn> each, Function<Shape, String> writing) {
        this.same = same;
        this.each = each;
        this.sql = writing.apply(this);
    }

    String sql() {
        return sql;
    }

    /** Those with one value for all rows. */
    List<InsertColumn> same() {
        return same;
    }

    /** Those with a value of its own for each row. */
    List<InsertColumn> each() {
        return each;
    }

    /** The shapes that were met so far, by the use of each column. Thread-safe. */
    static final class Cache {
        private final Map<Long, Shape> shapes = new ConcurrentHashMap<>();
        private final Function<Shape, String> writing;

        Cache(Function<Shape, String> writing) {
            this.writing = writing;
        }

        Shape of(List<SealedEvent> events) {
            long uses = 0;
            for (InsertColumn column : InsertColumn.ALL) {
                uses = uses << Use.BITS | column.use(events).bits();
            }
            Shape shape = shapes.get(uses);
            return shape == null ? shapes.computeIfAbsent(uses, this::shape) : shape;
        }

        private Shape shape(long uses) {
            List<InsertColumn> same = new ArrayList<>();
            List<InsertColumn> each = new ArrayList<>();
            int shift = InsertColumn.ALL.size() * Use.BITS;
            for (InsertColumn column : InsertColumn.ALL) {
                shift -= Use.BITS;
                switch (Use.of(uses >> shift)) {
                    case SAME -> same.add(column);
                    case EACH -> each.add(column);
                    case ABSENT -> {}
                }
            }
            return new Shape(List.copyOf(same), List.copyOf(each), writing);
        }
    }
}
