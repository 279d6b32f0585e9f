package io.leadfactory.audit.history;

import io.leadfactory.audit.record.CollectionFold;
import org.jspecify.annotations.Nullable;

/** What the values of events say about collections, told from other texts. */
final class CollectionText {
    /** Stands for the content of a collection that cannot be computed from its events. */
    static final String NOT_KNOWN = "(not recorded: the content of the collection is not known)";

    private CollectionText() {}

    static boolean isCollection(@Nullable String text) {
        return text != null && text.startsWith("{\"") && CollectionFold.isCollection(text);
    }

    /** Whether the text tells the whole content, so that nothing older matters. */
    static boolean isWhole(String text) {
        return text.contains("\"all\":");
    }

    /** The content after an event, or null if it is not known. */
    static @Nullable String next(@Nullable String content, @Nullable String oldText, String newText) {
        try {
            return CollectionFold.next(content, oldText, newText);
        } catch (IllegalArgumentException e) {
            // An explicit entry whose value only looks like a collection.
            return null;
        }
    }

    /** The whole content that this text tells, or the placeholder for one that is not known; any other text as it is. */
    static @Nullable String whole(@Nullable String text) {
        if (text == null || !isCollection(text)) {
            return text;
        }
        String content = next(null, null, text);
        return content == null ? NOT_KNOWN : content;
    }
}
