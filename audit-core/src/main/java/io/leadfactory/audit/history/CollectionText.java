package io.leadfactory.audit.history;

import io.leadfactory.audit.record.CollectionFold;
import io.leadfactory.audit.record.CollectionJson;
import io.leadfactory.audit.record.StoredObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the values of events say about collections, told from other texts. */
final class CollectionText {
    /** Stands for the content of a collection that cannot be computed from its events. */
    static final String NOT_KNOWN = "(not recorded: the content of the collection is not known)";

    private CollectionText() {}

    /** Whether a member of an event tells of a collection, and is not a text of the application that reads like it. */
    static boolean isCollection(Map<String, @Nullable String> members, String name) {
        String text = members.get(name);
        return text != null
                && text.startsWith("{\"")
                && CollectionFold.isCollection(text)
                && !StoredObject.isText(members, name);
    }

    /** Whether the text tells the whole content, so that nothing older matters. */
    static boolean isWhole(String text) {
        return text.startsWith("{\"" + CollectionJson.ALL + "\":");
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

    /** The whole content that a member tells, or the placeholder for one that is not known; any other text as it is. */
    static @Nullable String whole(Map<String, @Nullable String> members, String name) {
        String text = members.get(name);
        if (text == null || !isCollection(members, name)) {
            return text;
        }
        String content = next(null, null, text);
        return content == null ? NOT_KNOWN : content;
    }
}
