package io.leadfactory.perf.run;

import io.leadfactory.perf.define.KitSettings;
import io.leadfactory.perf.define.PerfSettings;
import java.util.Optional;

/** Whether operations' times are corrected for what other processes took, by {@link KitSettings#CORRECTION}. */
final class Correction {
    /** Reading the counters takes a few microseconds, so below this it would cost more than a per cent. */
    private static final long SHORTEST_NANOS = 200_000;

    private Correction() {}

    /**
     * Returns whether each operation's waiting is to be measured.
     *
     * @param settings the settings of the run
     * @param operationNanos how long an operation lasts
     * @param obstacle what forbids to tell whose waiting it is
     * @throws IllegalArgumentException if the setting is none of the three
     */
    static boolean isWanted(PerfSettings settings, long operationNanos, Optional<String> obstacle) {
        return switch (settings.get(KitSettings.CORRECTION)) {
            case "on" -> true;
            case "off" -> false;
            default -> operationNanos >= SHORTEST_NANOS && obstacle.isEmpty();
        };
    }
}
