package io.leadfactory.perf.define;

/** One side of a {@link Comparison}. Immutable. */
public sealed interface Side {
    /**
     * Code of this JVM's class path.
     *
     * @param operation what runs
     */
    record Here(Operation operation) implements Side {}

    /**
     * Code that was put aside, loaded when the comparison runs.
     *
     * @param jar where it is
     */
    record Saved(SavedJar jar) implements Side {}
}
