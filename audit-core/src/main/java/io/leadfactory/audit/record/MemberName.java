package io.leadfactory.audit.record;

/** The name of a member of a JSON object, escaped once for all objects that have it. Immutable. */
public final class MemberName {
    private final String name;
    private final String escaped;

    private MemberName(String name) {
        this.name = name;
        StringBuilder json = new StringBuilder(name.length() + 3);
        JsonText.append(Column.clean(name), json);
        this.escaped = json.append(':').toString();
    }

    /**
     * {@return the name}
     *
     * @param name as it is
     */
    public static MemberName of(String name) {
        return new MemberName(name);
    }

    /** In quotes, with the colon. */
    String escaped() {
        return escaped;
    }

    /** The name as it is. */
    @Override
    public String toString() {
        return name;
    }
}
