package io.leadfactory.perf.measure;

/**
 * The exact distribution of Kendall's statistic without a trend: how many of all pairs of a random order are inverted
 * (Kendall, 1938; the interval of a slope by it: Sen, 1968).
 */
final class Kendall {
    private Kendall() {}

    /**
     * Returns which of the sorted slopes of all pairs bounds the true slope from below, counted from 1; counted from the
     * other end it bounds it from above.
     *
     * @param values how many values the pairs are made of
     * @param tail the probability that the true slope lies below the bound
     * @return the rank; 0 if there are too few values for such a bound
     */
    static int rank(int values, double tail) {
        double[] inversions = inversions(values);
        int rank = 0;
        double sum = 0;
        while (rank < inversions.length) {
            sum += inversions[rank];
            if (sum > tail) {
                return rank;
            }
            rank++;
        }
        return rank;
    }

    /**
     * Returns how likely slopes of pairs lie so much on one side of a limit if the true slope is the limit.
     *
     * @param slopes those of all pairs
     * @param values how many values the pairs are made of
     * @param limit the limit
     * @return the exact tail towards the side where most slopes lie; a slope on the limit is on neither
     */
    static double tail(double[] slopes, int values, double limit) {
        int notAbove = 0;
        int notBelow = 0;
        for (double slope : slopes) {
            notAbove += slope > limit ? 0 : 1;
            notBelow += slope < limit ? 0 : 1;
        }
        double[] inversions = inversions(values);
        double sum = 0;
        for (int i = 0; i <= Math.min(notAbove, notBelow) && i < inversions.length; i++) {
            sum += inversions[i];
        }
        return Math.min(1, sum);
    }

    /** Returns how likely each number of inversions is, from none on. */
    private static double[] inversions(int values) {
        double[] inversions = {1};
        for (int n = 2; n <= values; n++) {
            double[] next = new double[inversions.length + n - 1];
            for (int i = 0; i < inversions.length; i++) {
                for (int more = 0; more < n; more++) {
                    next[i + more] += inversions[i] / n;
                }
            }
            inversions = next;
        }
        return inversions;
    }
}
