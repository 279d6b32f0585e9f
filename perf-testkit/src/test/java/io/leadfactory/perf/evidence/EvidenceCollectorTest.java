package io.leadfactory.perf.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.run.HangException;
import io.leadfactory.perf.run.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceCollectorTest {
    private static final long BYTES = 1L << 24;

    @TempDir
    private Path folder;

    private static Scenario.Builder scenario() {
        return Scenario.named("A1: event / creation").warmUp(WarmUp.none());
    }

    @Test
    void ofRun_failedScenario_writesRecordingStacksAndFacts() throws IOException {
        assumeTrue(FlightRecording.isAvailable());
        Evidence evidence = EvidenceCollector.into(folder.resolve("evidence"))
                .within(Duration.ofSeconds(1), BYTES)
                .ofRun(
                        scenario()
                                .operation(() -> Thread.sleep(1))
                                .users(2)
                                .duration(Duration.ofHours(1))
                                .build(),
                        "P95 is 41 ms");
        assertThat(evidence.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "a1-event-creation.jfr", "a1-event-creation.threads.txt", "a1-event-creation.facts.txt");
        assertThat(RecordingFile.readAllEvents(evidence.files().get(0)))
                .isNotEmpty()
                .extracting(event -> event.getEventType().getName())
                .as("what may hold secrets")
                .doesNotContain(
                        "jdk.InitialEnvironmentVariable",
                        "jdk.InitialSystemProperty",
                        "jdk.JVMInformation",
                        "jdk.ProcessStart",
                        "jdk.SystemProcess");
        assertThat(Files.readString(evidence.files().get(1))).contains("\"perf-user-0\"", "\"perf-user-1\"");
        assertThat(Files.readString(evidence.files().get(2)))
                .contains("scenario: A1: event / creation", "users: 2", "jdk: ", "second run: ", "P95 is 41 ms");
        assertThat(evidence.notes())
                .hasSize(3)
                .first()
                .isEqualTo("evidence: recording in " + Path.of("evidence", "a1-event-creation.jfr"));
    }

    @Test
    void start_refused_leavesNoRecordingOpen() {
        assumeTrue(FlightRecording.isAvailable());
        List<Recording> before = FlightRecorder.getFlightRecorder().getRecordings();

        assertThatIllegalArgumentException().isThrownBy(() -> FlightRecording.start(-1));

        assertThat(FlightRecorder.getFlightRecorder().getRecordings()).containsExactlyElementsOf(before);
    }

    @Test
    void ofRun_again_keepsTheFirst() {
        EvidenceCollector collector = new EvidenceCollector(folder, Duration.ofMillis(10), BYTES, false);
        Scenario scenario = scenario().operation(() -> {}).iterations(1).build();
        collector.ofRun(scenario, "");
        assertThat(collector.ofRun(scenario, "").files()).contains(folder.resolve("a1-event-creation-2.facts.txt"));
    }

    @Test
    void ofRun_noFlightRecorder_saysSoAndGoesOn() {
        Evidence evidence = new EvidenceCollector(folder, Duration.ofMillis(10), BYTES, false)
                .ofRun(scenario().operation(() -> {}).iterations(1).build(), "");
        assertThat(evidence.notes())
                .contains("evidence: there is no recording: this JVM has no Flight Recorder (module jdk.jfr)");
        assertThat(evidence.files()).contains(folder.resolve("a1-event-creation.facts.txt"));
    }

    @Test
    void ofRun_secondRunBreaksOff_isAFact() throws IOException {
        Evidence evidence = new EvidenceCollector(folder, Duration.ofMillis(10), BYTES, false)
                .ofRun(
                        scenario()
                                .perUser(user -> {
                                    throw new IllegalStateException("no database any more");
                                })
                                .operation(() -> {})
                                .iterations(1)
                                .build(),
                        "");
        assertThat(Files.readString(evidence.files().get(0)))
                .contains("second run: it broke off", "no database any more");
    }

    @Test
    void ofRun_folderCannotBeMade_saysSo() throws IOException {
        Path file = Files.createFile(folder.resolve("in-the-way"));
        Evidence evidence = new EvidenceCollector(file, Duration.ofMillis(10), BYTES, false)
                .ofRun(scenario().operation(() -> {}).iterations(1).build(), "");
        assertThat(evidence.files()).isEmpty();
        assertThat(evidence.notes()).contains("evidence: no facts could be written: FileAlreadyExistsException");
    }

    @Test
    void ofHang_stacks_areWritten() throws IOException {
        Scenario scenario = scenario()
                .operation(() -> new CountDownLatch(1).await())
                .iterations(1)
                .hangLimit(Duration.ofMillis(50))
                .build();
        HangException hang =
                catchThrowableOfType(HangException.class, () -> Runner.create().measure(scenario));
        Evidence evidence = EvidenceCollector.into(folder).ofHang(scenario.name(), hang);
        assertThat(Files.readString(evidence.files().get(0))).contains("\"perf-user-0\"");
    }

    @Test
    void within_noTime_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EvidenceCollector.into(folder).within(Duration.ZERO, 1));
    }
}
