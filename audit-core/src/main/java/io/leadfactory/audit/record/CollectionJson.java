package io.leadfactory.audit.record;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a collection stands in the values of an event: as an object with one well-known member. {@value #ALL} has the
 * whole content, {@value #REMOVED} among the old values what left, {@value #ADDED} among the new values what came.
 *
 * <p>The content of a set or a bag is an array in the order of the elements' JSON texts, that of a list an array in its
 * own order, that of a map an object. What left or came is an array for a set or a bag, and an object for a list, by
 * place, or for a map, by key. Places of what left are those before the change, places of what came those after it.
 *
 * <p>After about {@value #MAX_LENGTH} characters elements are left out, and {@value #OMITTED} says how many.
 */
public final class CollectionJson {
    /** Names the whole content. */
    public static final String ALL = "all";

    /** Names what left. */
    public static final String REMOVED = "removed";

    /** Names what came. */
    public static final String ADDED = "added";

    /** Names the number of elements that are left out. */
    public static final String OMITTED = "omitted";

    /** The length after which elements are left out, in characters. */
    public static final int MAX_LENGTH = 100_000;

    /** A content that is not known, since the collection was not loaded. */
    public static final String NOT_LOADED = "{\"" + ALL + "\":\"(not recorded: not loaded)\"}";

    private static final Set<String> NAMES = Set.of(ALL, REMOVED, ADDED);

    private CollectionJson() {}

    /**
     * {@return elements without names}
     *
     * @param member what they are: {@value #ALL}, {@value #REMOVED} or {@value #ADDED}
     * @param elements their JSON texts in order
     */
    public static String array(String member, List<String> elements) {
        StringBuilder array = new StringBuilder("[");
        int written = 0;
        for (Iterator<String> rest = elements.iterator(); rest.hasNext() && array.length() < MAX_LENGTH; written++) {
            array.append(written == 0 ? "" : ",").append(rest.next());
        }
        return wrapped(member, array.append(']').toString(), elements.size() - written);
    }

    /**
     * {@return elements by key or place}
     *
     * @param member what they are: {@value #ALL}, {@value #REMOVED} or {@value #ADDED}
     * @param elements their JSON texts by key or place, in order
     * @param count how many there are; more than are given if keys have the same text
     */
    public static String object(String member, Map<String, String> elements, int count) {
        JsonObject object = new JsonObject();
        int written = 0;
        for (Map.Entry<String, String> element : elements.entrySet()) {
            if (object.length() >= MAX_LENGTH) {
                break;
            }
            object.putJson(element.getKey(), element.getValue());
            written++;
        }
        return wrapped(member, object.toString(), count - written);
    }

    private static String wrapped(String member, String content, int omitted) {
        JsonObject object = new JsonObject();
        object.putJson(member, content);
        if (omitted > 0) {
            object.putNumber(MemberName.of(OMITTED), omitted);
        }
        return object.toString();
    }

    static boolean isName(String member) {
        return NAMES.contains(member);
    }
}
