package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Limit;
import java.util.Locale;
import java.util.Optional;

/** A figure and its interval drawn against its limit, on a line 200 wide that begins at zero. Immutable. */
record LimitBar(
        String style,
        String text,
        String allowedX,
        String allowedWidth,
        String intervalX,
        String intervalWidth,
        String valueX,
        String limitX) {
    private static final double WIDTH = 200;
    private static final double ROOM = 1.12;
    private static final double EDGE = 4;

    /** Draws a finding; empty if its figure is no number or there is no length to draw. */
    static Optional<LimitBar> of(Finding finding, String style) {
        Figure figure = finding.figure();
        Limit limit = finding.limit();
        double low = figure.hasInterval() ? figure.low() : figure.value();
        double high = figure.hasInterval() ? figure.high() : figure.value();
        double from = Math.min(0, Math.min(low, figure.value()));
        double most = Math.max(limit.value(), Math.max(high, figure.value()));
        double to = most <= 0 ? most : most * ROOM;
        if (!Double.isFinite(to - from) || to <= from) {
            return Optional.empty();
        }
        Scale scale = new Scale(from, to);
        double bound = scale.at(limit.value());
        boolean below = limit.bound() == Limit.Bound.BELOW || limit.bound() == Limit.Bound.AT_MOST;
        return Optional.of(new LimitBar(
                style,
                finding.limit().metric().label() + " " + figure.render() + ", limit " + limit.render(),
                place(below ? 0 : bound),
                place(below ? bound : WIDTH - bound),
                place(scale.at(low)),
                place(scale.at(high) - scale.at(low)),
                place(Math.max(EDGE, Math.min(WIDTH - EDGE, scale.at(figure.value())))),
                place(Math.min(bound, WIDTH - 2) - (bound > 1 ? 1 : 0))));
    }

    private record Scale(double from, double to) {
        double at(double value) {
            return (value - from) / (to - from) * WIDTH;
        }
    }

    private static String place(double x) {
        return String.format(Locale.ROOT, "%.1f", x);
    }
}
