package io.leadfactory.perf.watch;

/** Brings a watch what happened elsewhere, as in a registry of meters. What it throws is logged; the watch goes on. */
@FunctionalInterface
public interface Feed {
    /**
     * Records what happened since the last call. Called at the beginning of each tick, never twice at a time.
     *
     * @param watch where to record
     */
    void pull(Watch watch);
}
