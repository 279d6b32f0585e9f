package io.leadfactory.perf.watch;

/** Hears of alerts and all-clears. What it throws is logged; the others hear nevertheless. */
@FunctionalInterface
public interface AlertListener {
    /**
     * Hears of one, on the thread that ticks, in their order: long work belongs elsewhere.
     *
     * @param alert what was crossed, or is back
     */
    void hear(Alert alert);
}
