package io.leadfactory.budget.plan;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names with values, such as {@code provider=openai}: what a spend is for, and what a budget covers. Immutable. Its hash
 * is computed once, since it is the key by which a spend finds its budgets.
 */
public final class Tags {
    private static final Tags NONE = new Tags(new TreeMap<>());

    private final Map<String, String> values;
    private final int hash;

    private Tags(Map<String, String> sorted) {
        this.values = Collections.unmodifiableMap(sorted);
        this.hash = sorted.hashCode();
    }

    /**
     * No tag at all: as a scope it covers every spend.
     *
     * @return the tags
     */
    public static Tags none() {
        return NONE;
    }

    /**
     * {@return these tags and one more}
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException if name or value is null or blank, or the name is there with another value
     */
    public Tags with(String name, String value) {
        requireText("tag name", name);
        requireText("value of tag \"" + name + "\"", value);
        String before = values.get(name);
        if (before != null && !before.equals(value)) {
            throw new IllegalArgumentException(
                    "tag \"%s\" must have one value: it is \"%s\" and was to be \"%s\"".formatted(name, before, value));
        }
        Map<String, String> more = new TreeMap<>(values);
        more.put(name, value);
        return new Tags(more);
    }

    /**
     * {@return whether each of the other's tags is here with the same value}
     *
     * @param other what it is compared with
     */
    public boolean containsAll(Tags other) {
        return values.entrySet().containsAll(other.values.entrySet());
    }

    /** {@return the tags by name, in alphabetical order; cannot be changed} */
    public Map<String, String> asMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tags tags && hash == tags.hash && values.equals(tags.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return values.toString();
    }

    private static void requireText(String what, String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(
                    what + " must not be null or blank: " + (text == null ? "null" : "\"" + text + "\""));
        }
    }
}
