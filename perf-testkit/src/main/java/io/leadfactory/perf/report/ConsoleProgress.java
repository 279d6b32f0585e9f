package io.leadfactory.perf.report;

import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.run.ProgressListener;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells on a terminal or in a log which scenario runs, how far it is and how long it still takes. Thread-safe.
 *
 * <p>On a terminal one line is written over and over; elsewhere there is a line about every five seconds and at the
 * end of a measurement, but at most one a second.
 */
public final class ConsoleProgress implements ProgressListener {
    private static final long LINE_EVERY_NANOS = 5_000_000_000L;

    /** Of a scenario's parts that take less, not every one gets a line that stays. */
    private static final long KEEP_EVERY_NANOS = 1_000_000_000L;

    /** Below this share the time left is a guess from too little. */
    private static final double ENOUGH_TO_GUESS = 0.05;

    private static final int WIDTH = 78;

    private final Appendable out;
    private final boolean terminal;
    private final TimeSource time;
    private String place = "";
    private @Nullable Pace pace;
    private long begun;
    private long phaseBegun;
    private long written;
    private long keptAt;
    private int finished;
    private Phase phase = Phase.WARM_UP;

    private ConsoleProgress(Appendable out, boolean terminal, TimeSource time) {
        this.out = out;
        this.terminal = terminal;
        this.time = time;
    }

    /**
     * Returns a progress that writes over one line.
     *
     * @param out the terminal
     * @return the progress
     */
    public static ConsoleProgress onTerminal(Appendable out) {
        return new ConsoleProgress(out, true, TimeSource.system());
    }

    /**
     * Returns a progress that writes a line now and then.
     *
     * @param out the log
     * @return the progress
     */
    public static ConsoleProgress inLines(Appendable out) {
        return new ConsoleProgress(out, false, TimeSource.system());
    }

    /**
     * Returns a progress on the standard output: over one line if that is a terminal, in lines if not.
     *
     * @return the progress
     */
    public static ConsoleProgress standard() {
        return isTerminal(System.console()) ? onTerminal(System.out) : inLines(System.out);
    }

    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            // Since JDK 22 there is a console without a terminal too, and a method that tells.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    static ConsoleProgress timed(Appendable out, boolean terminal, TimeSource time) {
        return new ConsoleProgress(out, terminal, time);
    }

    /**
     * Says which scenario of how many is next, to be shown before its name.
     *
     * @param number 1 for the first
     * @param count how many there are
     */
    public synchronized void at(int number, int count) {
        place = "[" + number + "/" + count + "] ";
    }

    /**
     * Says where in a planned run the next scenario is, and lets each line say how long the whole run still takes.
     *
     * @param run the pace of the run
     */
    public synchronized void at(Pace run) {
        at(run.number(), run.count());
        pace = run;
    }

    @Override
    public synchronized void started(String scenario) {
        begun = time.nanos();
        phaseBegun = begun;
        written = begun;
        phase = Phase.WARM_UP;
        if (terminal) {
            rewrite(head(scenario) + " ..." + leftInAll());
        }
    }

    @Override
    public synchronized void progressed(String scenario, Phase now, double fraction) {
        long nanos = time.nanos();
        if (now != phase) {
            phase = now;
            phaseBegun = nanos;
        }
        String line = head(scenario)
                + (now == Phase.WARM_UP ? ", warming up " : ", measuring ")
                + String.format(Locale.ROOT, "%.0f %%", Math.floor(fraction * 100))
                + left(nanos, fraction)
                + leftInAll();
        if (terminal) {
            rewrite(line);
        } else if (nanos - written >= LINE_EVERY_NANOS) {
            written = nanos;
            write(line + "\n");
        }
    }

    @Override
    public synchronized void finished(String scenario) {
        String line = String.format(Locale.ROOT, "%s, done in %.1f s", head(scenario), (time.nanos() - begun) / 1e9);
        line += leftInAll();
        boolean keep = finished == 0 || time.nanos() - keptAt >= KEEP_EVERY_NANOS;
        finished++;
        if (terminal) {
            rewrite(line);
        }
        if (keep) {
            keptAt = time.nanos();
            write(terminal ? "\n" : line + "\n");
        }
    }

    private String head(String scenario) {
        return place + Plain.cut(Plain.line(scenario), WIDTH - 40);
    }

    private String left(long nanos, double fraction) {
        if (fraction < ENOUGH_TO_GUESS || fraction >= 1) {
            return "";
        }
        double seconds = (nanos - phaseBegun) / 1e9 * (1 - fraction) / fraction;
        return String.format(Locale.ROOT, ", %.0f s left", Math.ceil(seconds));
    }

    private String leftInAll() {
        if (pace == null) {
            return "";
        }
        long seconds = pace.left().toSeconds();
        return String.format(Locale.ROOT, ", about %d:%02d left in all", seconds / 60, seconds % 60);
    }

    private void rewrite(String line) {
        write("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
    }

    private void write(String text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write progress", e);
        }
    }
}
