package io.leadfactory.audit.event;

/**
 * What an event is about: a type and an identifier within it. Immutable.
 *
 * @param type for an entity its name; at most {@value #MAX_TYPE_LENGTH} characters
 * @param id for an entity its identifier as text; any length, what passes 255 characters is stored as its beginning and a digest
 */
public record Subject(String type, String id) {
    /** The longest type, in characters. */
    public static final int MAX_TYPE_LENGTH = 128;

    /**
     * Checks both parts.
     *
     * @param type the subject's type
     * @param id its identifier
     * @throws IllegalArgumentException if a part is blank or the type too long
     */
    public Subject {
        Texts.requireText("subject type", type, MAX_TYPE_LENGTH);
        Texts.requireText("subject id", id, Integer.MAX_VALUE);
    }

    /**
     * {@return the subject with this type and identifier}
     *
     * @param type the subject's type
     * @param id its identifier
     * @throws IllegalArgumentException if a part is blank or the type too long
     */
    public static Subject of(String type, String id) {
        return new Subject(type, id);
    }

    /** The subject as {@code type#id}, as messages show it. */
    @Override
    public String toString() {
        return type + '#' + id;
    }
}
