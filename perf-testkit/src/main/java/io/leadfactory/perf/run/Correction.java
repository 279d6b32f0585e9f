package io.leadfactory.perf.run;

import java.util.Optional;

/** Whether operations' times are corrected for what other processes took, by the system property {@value #SETTING}. */
final class Correction {
    /** {@code auto} (default): operations of 0.2 ms and longer; {@code on}: of any length; {@code off}: none. */
    static final String SETTING = "perf.correction";

    /** Reading the counters takes a few microseconds, so below this it would cost more than a per cent. */
    private static final long SHORTEST_NANOS = 200_000;

    private Correction() {}

    /**
     * Returns whether each operation's waiting is to be measured.
     *
     * @param operationNanos how long an operation lasts
     * @param obstacle what forbids to tell whose waiting it is
     * @throws IllegalArgumentException if the setting is none of the three
     */
    static boolean isWanted(long operationNanos, Optional<String> obstacle) {
        return switch (setting()) {
            case "on" -> true;
            case "off" -> false;
            default -> operationNanos >= SHORTEST_NANOS && obstacle.isEmpty();
        };
    }

    private static String setting() {
        String setting = System.getProperty(SETTING, "auto");
        if (!setting.equals("auto") && !setting.equals("on") && !setting.equals("off")) {
            throw new IllegalArgumentException(SETTING + " must be \"auto\", \"on\" or \"off\": \"" + setting + "\"");
        }
        return setting;
    }
}
