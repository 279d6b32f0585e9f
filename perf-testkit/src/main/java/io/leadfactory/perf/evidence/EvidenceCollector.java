package io.leadfactory.perf.evidence;

import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.run.HangException;
import io.leadfactory.perf.run.ProgressListener;
import io.leadfactory.perf.run.Runner;
import io.leadfactory.perf.run.ThreadDump;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Gathers evidence into a folder. Immutable and thread-safe, but a second run at the same time disturbs other measurements.
 *
 * <p>Of a scenario that failed it makes a second run of at most five seconds, with a Flight Recorder recording by the JDK's
 * profile settings and a dump of all threads in its middle. The operations are really done once more, so it asks for being
 * repeatable what is measured. Its times are not those of the first run and judge nothing.
 *
 * <p>It never throws: without Flight Recorder, without room on the disk, or if the second run breaks off, a note says so.
 */
public final class EvidenceCollector {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final long MOST_BYTES = 32L << 20;

    private final Path folder;
    private final Duration time;
    private final long bytes;
    private final boolean recorder;

    EvidenceCollector(Path folder, Duration time, long bytes, boolean recorder) {
        this.folder = folder;
        this.time = time;
        this.bytes = bytes;
        this.recorder = recorder;
    }

    /**
     * Returns a collector that writes into a folder.
     *
     * @param folder the folder; it and its parents are created when something is written
     * @return the collector
     */
    public static EvidenceCollector into(Path folder) {
        return new EvidenceCollector(
                Objects.requireNonNull(folder, "folder"), LONGEST, MOST_BYTES, FlightRecording.isAvailable());
    }

    /**
     * Returns the same with other bounds.
     *
     * @param longest how long the second run may measure, warm-up beside it
     * @param mostBytes how large a recording may be, about
     * @return the collector
     * @throws IllegalArgumentException if one is not positive
     */
    public EvidenceCollector within(Duration longest, long mostBytes) {
        if (longest.isNegative() || longest.isZero() || mostBytes <= 0) {
            throw new IllegalArgumentException(
                    "time and size of evidence must be positive: " + longest + ", " + mostBytes + " bytes");
        }
        return new EvidenceCollector(folder, longest, mostBytes, recorder);
    }

    /**
     * Runs a scenario once more, shorter, and writes what was recorded.
     *
     * @param scenario what failed
     * @param verdict what was found in the first run, as text for the file of facts
     * @return what was gathered
     */
    public Evidence ofRun(Scenario scenario, String verdict) {
        Draft draft = new Draft(folder, slug(scenario.name()));
        MiddleDump middle = new MiddleDump();
        StringBuilder second = new StringBuilder();
        if (recorder) {
            try (FlightRecording recording = FlightRecording.start(bytes)) {
                second.append(runOnce(scenario, middle));
                draft.write("recording", ".jfr", recording::writeTo);
            } catch (RuntimeException | LinkageError failure) {
                draft.note("there is no recording: " + failure);
            }
        } else {
            draft.note("there is no recording: this JVM has no Flight Recorder (module jdk.jfr)");
        }
        if (second.length() == 0) {
            second.append(runOnce(scenario, middle));
        }
        if (middle.dump.isEmpty()) {
            draft.note("there is no thread dump: the second run was over too soon");
        } else {
            draft.writeText("threads in the middle of the second run", ".threads.txt", middle.dump);
        }
        draft.writeText("facts", ".facts.txt", EvidenceFacts.render(scenario, verdict, second.toString()));
        return draft.finished();
    }

    /**
     * Writes the stacks of a hang. There is no second run, since it would hang again.
     *
     * @param name what hung
     * @param hang the hang
     * @return what was gathered
     */
    public Evidence ofHang(String name, HangException hang) {
        Draft draft = new Draft(folder, slug(name));
        draft.writeText("threads when the hang was found", ".threads.txt", hang.dump());
        return draft.finished();
    }

    private String runOnce(Scenario scenario, MiddleDump middle) {
        try {
            Measurement measurement = Runner.create().withListener(middle).measure(scenario.forAtMost(time));
            return "second run: " + measurement.samples() + " samples, mean "
                    + Math.round(measurement.responseTime().meanNanos()) + " ns, " + measurement.errors() + " errors";
        } catch (HangException hang) {
            middle.dump = hang.dump();
            return "second run: it hung";
        } catch (RuntimeException failure) {
            return "second run: it broke off: " + failure;
        }
    }

    private static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String shorter = slug.length() > 60 ? slug.substring(0, 60) : slug;
        return shorter.isEmpty() ? "scenario" : shorter;
    }

    /** Takes the stacks once, when half of the measurement is over. For one thread. */
    private static final class MiddleDump implements ProgressListener {
        private String dump = "";

        @Override
        public void progressed(String scenario, Phase phase, double fraction) {
            if (dump.isEmpty() && phase == Phase.MEASURE && fraction >= 0.4) {
                dump = ThreadDump.take();
            }
        }
    }
}
