package io.leadfactory.audit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A process reads more events than its memory could hold. */
@Tag("once")
class SmallHeapTest {
    private static final String HEAP = "-Xmx40m";
    private static final int BATCH = 100;
    private static final int EVENTS = 10_000;
    private static final int LENGTH = 5_000;
    private static final int LARGE_EVENTS = 100;
    private static final int LARGE_LENGTH = 500_000;

    @RegisterExtension
    final TestDatabase database = new TestDatabase().on(DatabaseKind.POSTGRESQL);

    @TempDir
    Path folder = Path.of("");

    @Test
    void read_moreThanTheHeapOnPostgres_fits() throws IOException {
        fillAndRead(database.url(), EVENTS, LENGTH);
    }

    @Test
    void read_fewButLargeEventsOnPostgres_fits() throws IOException {
        fillAndRead(database.url(), LARGE_EVENTS, LARGE_LENGTH);
    }

    @Test
    void read_moreThanTheHeapOnH2_fits() throws IOException {
        fillAndRead("jdbc:h2:file:" + folder.resolve("trail"), EVENTS, LENGTH);
    }

    private void fillAndRead(String url, int events, int length) throws IOException {
        String text = "x".repeat(length);
        try (SessionFactory factory = LargeReader.open(url, "create")) {
            AuditTrail trail = AuditTrail.of(factory);
            for (int batch = 0; batch < events / BATCH; batch++) {
                List<AuditEntry> entries = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    entries.add(
                            AuditEntry.of("LARGE", Subject.of("Text", "" + i)).detail("text", text));
                }
                trail.recordAll(entries);
            }
        }
        Path errors = folder.resolve("errors");
        List<String> lines = new ArrayList<>();
        try (ChildJvm child = ChildJvm.start(errors, HEAP, LargeReader.class, List.of(url))) {
            child.eachLine(lines::add);
        }
        assertThat(lines)
                .as(Files.readString(errors))
                .containsExactly("sorted " + events, "indexed " + events, "exported " + events, "summed " + events);
    }
}
