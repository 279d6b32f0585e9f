package io.leadfactory.audit.record;

import io.leadfactory.audit.event.AuditReadException;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a stored JSON object, parsed when they are first asked for: whoever lists a hundred events looks into a
 * few of them. Immutable.
 *
 * <p>All methods but {@link #isEmpty} throw {@link AuditReadException} if the text is not one that the trail wrote.
 */
public final class StoredObject extends AbstractMap<String, @Nullable String> {
    private final String json;
    private final UUID event;
    private volatile @Nullable Map<String, @Nullable String> members;
    private volatile @Nullable Set<String> nested;

    private StoredObject(String json, UUID event) {
        this.json = json;
        this.event = event;
    }

    /**
     * {@return the members of a stored object in their order, as {@link JsonObject#parse} gives them}
     *
     * @param json the text of a JSON object, or null for no members
     * @param event whose values they are
     */
    public static Map<String, @Nullable String> of(@Nullable String json, UUID event) {
        return json == null ? Map.of() : new StoredObject(json, event);
    }

    /**
     * {@return whether a member is stored as a text, so that it says nothing of a collection whatever it reads like} Members
     * that were not stored are told by their look alone.
     *
     * @param members the members of an event
     * @param name the name of one of them
     */
    public static boolean isText(Map<String, @Nullable String> members, String name) {
        return members instanceof StoredObject stored && !stored.nested().contains(name);
    }

    /**
     * {@return how many characters of text members were stored as, 0 if they were not}
     *
     * @param members the members of an event
     */
    public static long length(Map<String, @Nullable String> members) {
        return members instanceof StoredObject stored ? stored.json.length() : 0;
    }

    private Map<String, @Nullable String> members() {
        Map<String, @Nullable String> parsed = members;
        if (parsed == null) {
            parsed = parsed(JsonObject::parse);
            members = parsed;
        }
        return parsed;
    }

    private Set<String> nested() {
        Set<String> names = nested;
        if (names == null) {
            names = parsed(JsonObject::nested);
            nested = names;
        }
        return names;
    }

    private <T> T parsed(Function<String, T> parser) {
        try {
            return parser.apply(json);
        } catch (IllegalArgumentException e) {
            throw new AuditReadException(
                    "cannot read the values of audit event " + event
                            + ": the row was changed after it was written; verify the trail",
                    e);
        }
    }

    @Override
    public Set<Entry<String, @Nullable String>> entrySet() {
        return members().entrySet();
    }

    /** Told by the text alone: whoever asks this of many events looks at the values of few. */
    @Override
    public boolean isEmpty() {
        Map<String, @Nullable String> parsed = members;
        return parsed == null ? json.equals("{}") : parsed.isEmpty();
    }

    @Override
    public int size() {
        return members().size();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return members().containsKey(key);
    }

    @Override
    public @Nullable String get(@Nullable Object key) {
        return members().get(key);
    }
}
