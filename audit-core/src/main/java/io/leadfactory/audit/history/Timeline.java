package io.leadfactory.audit.history;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.history.AttributeValue.Kind;
import io.leadfactory.audit.record.Placeholder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Follows one attribute through the events of its entity, oldest first, and leaves out what repeats. For one thread. */
final class Timeline {
    private final String attribute;
    private @Nullable AttributeValue last;

    Timeline(String attribute) {
        this.attribute = attribute;
    }

    /** The value that this event sets, if it sets another one. */
    Stream<AttributeValue> next(AuditEvent event) {
        boolean deleted = Changes.isDelete(event);
        if (!Changes.isChange(event) || (!deleted && !event.newValues().containsKey(attribute))) {
            return Stream.empty();
        }
        AttributeValue value = deleted ? new AttributeValue(event, Kind.DELETED, null) : value(event);
        boolean repeated = last != null && isSame(last, value);
        last = value;
        return repeated ? Stream.empty() : Stream.of(value);
    }

    private AttributeValue value(AuditEvent event) {
        String text = event.newValues().get(attribute);
        if (text != null && CollectionText.isCollection(event.newValues(), attribute)) {
            String before = last != null && last.kind() == Kind.VALUE ? last.text() : null;
            String content = CollectionText.next(before, event.oldValues().get(attribute), text);
            text = content == null ? CollectionText.NOT_KNOWN : content;
        }
        return new AttributeValue(event, Placeholder.isPlaceholder(text) ? Kind.PLACEHOLDER : Kind.VALUE, text);
    }

    /** A placeholder may stand for another value than the same one before. */
    private static boolean isSame(AttributeValue last, AttributeValue next) {
        String text = last.text();
        return last.kind() == Kind.VALUE
                && next.kind() == Kind.VALUE
                && (text == null ? next.text() == null : text.equals(next.text()));
    }
}
