package io.leadfactory.audit.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Computes the content of a collection after an event from the content before it, as {@link CollectionJson} tells it.
 *
 * <p>A content is the bare array or object. Null is a content that is not known: nothing was recorded before, the
 * collection was not loaded, elements were left out, or a change does not fit the content before it, since somebody
 * changed the collection past the trail. It is known again from the next event that has all of it.
 */
public final class CollectionFold {
    private CollectionFold() {}

    /**
     * {@return whether these are the values of a collection, and not of another attribute with a nested value}
     *
     * @param value the JSON text of an event's member
     */
    public static boolean isCollection(String value) {
        try {
            return RawJson.members(value).keySet().stream().anyMatch(CollectionJson::isName);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * {@return the content after an event, or null if it is not known}
     *
     * @param content the content before it, or null if it is not known
     * @param oldValue the collection's member among the old values, or null if there is none
     * @param newValue the collection's member among the new values
     * @throws IllegalArgumentException if the values are objects, but not those of a collection
     */
    public static @Nullable String next(@Nullable String content, @Nullable String oldValue, String newValue) {
        if (!newValue.startsWith("{") || (oldValue != null && !oldValue.startsWith("{"))) {
            // A text in place of the collection, since the event was full.
            return null;
        }
        try {
            Map<String, String> came = RawJson.members(newValue);
            Map<String, String> left = oldValue == null ? Map.of() : RawJson.members(oldValue);
            String all = came.get(CollectionJson.ALL);
            if (came.containsKey(CollectionJson.OMITTED)) {
                return null;
            }
            if (all != null) {
                return all.startsWith("\"") ? null : all;
            }
            String removed = left.get(CollectionJson.REMOVED);
            String added = came.get(CollectionJson.ADDED);
            if (removed == null || added == null) {
                throw new IllegalArgumentException("the values of a collection must say what was removed and added");
            }
            if (content == null || left.containsKey(CollectionJson.OMITTED)) {
                return null;
            }
            if (added.startsWith("[")) {
                return bag(content, removed, added);
            }
            return content.startsWith("[") ? list(content, removed, added) : map(content, removed, added);
        } catch (IOException e) {
            // The parser's own message quotes the text, which may hold personal values.
            throw new IllegalArgumentException(
                    "the values of a collection must be JSON: " + e.getClass().getSimpleName());
        }
    }

    private static @Nullable String bag(String content, String removed, String added) throws IOException {
        List<String> elements = new ArrayList<>(RawJson.elements(content));
        for (String element : RawJson.elements(removed)) {
            if (!elements.remove(element)) {
                return null;
            }
        }
        elements.addAll(RawJson.elements(added));
        Collections.sort(elements);
        return '[' + String.join(",", elements) + ']';
    }

    private static @Nullable String list(String content, String removed, String added) throws IOException {
        List<String> before = RawJson.elements(content);
        Map<String, String> left = RawJson.members(removed);
        Map<Integer, String> came = new HashMap<>();
        RawJson.members(added).forEach((place, element) -> came.put(Integer.valueOf(place), element));
        List<String> elements = new ArrayList<>(before.size());
        for (int i = 0; i < before.size(); i++) {
            String gone = left.remove(Integer.toString(i));
            if (gone == null) {
                addUpToNext(elements, came);
                elements.add(before.get(i));
            } else if (!gone.equals(before.get(i))) {
                return null;
            }
        }
        addUpToNext(elements, came);
        return left.isEmpty() && came.isEmpty() ? '[' + String.join(",", elements) + ']' : null;
    }

    /** Adds what came right here, before the next element that stayed. */
    private static void addUpToNext(List<String> elements, Map<Integer, String> came) {
        String next = came.remove(elements.size());
        while (next != null) {
            elements.add(next);
            next = came.remove(elements.size());
        }
    }

    private static @Nullable String map(String content, String removed, String added) throws IOException {
        Map<String, String> members = new TreeMap<>(RawJson.members(content));
        for (Map.Entry<String, String> member : RawJson.members(removed).entrySet()) {
            if (!members.remove(member.getKey(), member.getValue())) {
                return null;
            }
        }
        for (Map.Entry<String, String> member : RawJson.members(added).entrySet()) {
            if (members.put(member.getKey(), member.getValue()) != null) {
                return null;
            }
        }
        return RawJson.object(members);
    }
}
