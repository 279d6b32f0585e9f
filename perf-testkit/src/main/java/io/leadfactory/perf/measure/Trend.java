package io.leadfactory.perf.measure;

import java.util.Arrays;

/**
 * How a figure moves from cycle to cycle: the median of the slopes of all pairs of cycles (Theil and Sen), with its 95 %
 * interval by Kendall's statistic (Sen, 1968). One outlying cycle does not move it. Immutable.
 *
 * @param slope change from one cycle to the next; not a number below two cycles
 * @param low the lower end of the slope's interval; not a number below five cycles
 * @param high the upper end of the slope's interval; not a number below five cycles
 * @param cycles how many cycles it rests on
 */
public record Trend(double slope, double low, double high, int cycles) {
    private static final double Z_95 = 1.959964;
    private static final int FEWEST = 5;

    /**
     * Finds the trend of a series.
     *
     * @param values one value for each cycle, at equal distances
     * @return the trend; without numbers if a value is not a number
     */
    public static Trend of(double... values) {
        int n = values.length;
        double[] slopes = slopes(values);
        int size = slopes.length;
        Arrays.sort(slopes);
        // Not-a-numbers are sorted to the end.
        if (size == 0 || Double.isNaN(slopes[size - 1])) {
            return new Trend(Double.NaN, Double.NaN, Double.NaN, n);
        }
        double median = (slopes[(size - 1) / 2] + slopes[size / 2]) / 2;
        double reach = Z_95 * Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
        if (n < FEWEST) {
            return new Trend(median, Double.NaN, Double.NaN, n);
        }
        // At five cycles the approximation falls just short of the first slope, which by exact count covers 98 %.
        int lower = Math.max(1, (int) Math.floor((size - reach) / 2));
        return new Trend(median, slopes[lower - 1], slopes[size - lower], n);
    }

    /** Returns how likely a growth so far from a limit is, on the side where it lies, if the true one is the limit. */
    static double likelihood(double growth, double... values) {
        return Kendall.tail(slopes(values), values.length, growth / Math.max(1, values.length - 1));
    }

    private static double[] slopes(double... values) {
        int n = values.length;
        double[] slopes = new double[n * (n - 1) / 2];
        int size = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[size++] = (values[j] - values[i]) / (j - i);
            }
        }
        return slopes;
    }

    /**
     * Returns the change from the first to the last cycle by the slope.
     *
     * @return slope times the steps between the cycles
     */
    public double growth() {
        return slope * steps();
    }

    /**
     * Returns the lower end of the growth's interval.
     *
     * @return the growth by the slope's lower end
     */
    public double growthLow() {
        return low * steps();
    }

    /**
     * Returns the upper end of the growth's interval.
     *
     * @return the growth by the slope's upper end
     */
    public double growthHigh() {
        return high * steps();
    }

    /**
     * Returns whether the figure certainly moves upwards.
     *
     * @return true if the whole interval of the slope lies above zero
     */
    public boolean rises() {
        return low > 0;
    }

    private int steps() {
        return Math.max(0, cycles - 1);
    }
}
