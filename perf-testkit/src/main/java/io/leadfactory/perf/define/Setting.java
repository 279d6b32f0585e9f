package io.leadfactory.perf.define;

/**
 * One setting of a scenario as it is in effect. Immutable.
 *
 * @param name as in the builder, {@code "hangLimit"}
 * @param value for a person, {@code "PT1M"}; empty for none
 * @param byDefault whether it has its default value
 */
public record Setting(String name, String value, boolean byDefault) {
    /**
     * Names the setting for a person.
     *
     * @return {@code "hangLimit PT1M (default)"}
     */
    @Override
    public String toString() {
        return name + " " + (value.isEmpty() ? "none" : value) + (byDefault ? " (default)" : "");
    }
}
