package io.leadfactory.perf.judge;

import java.util.Locale;

/** The unit of a figure or a limit, and how a person reads it. Values are plain doubles in the unit's base. */
public enum Unit {
    /** Elapsed time, in nanoseconds; shown in the unit that gives three digits, {@code 41.2 ms}. */
    NANOSECONDS,
    /** An amount of memory, in bytes; shown in powers of 1024, {@code 3.20 MB}. */
    BYTES,
    /** Operations in a second of real time; {@code 153 /s}. */
    PER_SECOND,
    /** A number of things. */
    COUNT,
    /** A factor of two figures, without a unit. */
    RATIO;

    private static final double KIB = 1024;

    /**
     * Renders a value for a person, in English digits whatever the default locale.
     *
     * @param value the value in this unit's base, may be negative or not a number
     * @return about three significant digits and the unit, {@code "-"} for not a number
     */
    public String render(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return switch (this) {
            case NANOSECONDS -> duration(value);
            case BYTES -> bytes(value);
            case PER_SECOND -> digits(value) + " /s";
            case COUNT -> value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : digits(value);
            case RATIO -> ratio(value);
        };
    }

    /** Near one, a part in a thousand is worth a digit. */
    private static String ratio(double value) {
        return value > 0.5 && value < 2 && value != 1 ? String.format(Locale.ROOT, "%.3f", value) : digits(value);
    }

    private static String duration(double nanos) {
        double size = Math.abs(nanos);
        if (size < 1e3) {
            return digits(nanos) + " ns";
        }
        if (size < 1e6) {
            return digits(nanos / 1e3) + " us";
        }
        if (size < 1e9) {
            return digits(nanos / 1e6) + " ms";
        }
        return digits(nanos / 1e9) + " s";
    }

    private static String bytes(double bytes) {
        double size = Math.abs(bytes);
        if (size < KIB) {
            return digits(bytes) + " B";
        }
        if (size < KIB * KIB) {
            return digits(bytes / KIB) + " KB";
        }
        if (size < KIB * KIB * KIB) {
            return digits(bytes / (KIB * KIB)) + " MB";
        }
        return digits(bytes / (KIB * KIB * KIB)) + " GB";
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e15) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
