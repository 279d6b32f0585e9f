package io.leadfactory.audit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.chaos.ChildJvm;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.ReplayReport;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.spool.Fate;
import io.leadfactory.audit.spool.Spool;
import io.leadfactory.audit.spool.SpoolFiles;
import io.leadfactory.audit.spool.SpoolSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a replay at points drawn by lot, again and again: nothing is lost and nothing is stored twice. */
@Tag("once")
class KilledReplayTest {
    private static final int KILLS = Integer.getInteger("audit.replay.kills", 6);
    private static final long SEED = Long.getLong("audit.replay.seed", System.nanoTime());
    private static final int BATCHES = 8;

    private final Random random = new Random(SEED);
    private final EventIds ids = new EventIds(Clock.systemUTC(), random);
    private final List<UUID> wanted = new ArrayList<>();

    @RegisterExtension
    final TestDatabase database = new TestDatabase().on(DatabaseKind.POSTGRESQL);

    @TempDir
    Path folder = Path.of("");

    @Test
    void replay_killedAgainAndAgain_storesEachEventOnce() throws Exception {
        System.out.println("audit.replay.seed=" + SEED);
        Path directory = folder.resolve("spool");
        SpoolSettings settings = new SpoolSettings(directory, 256, SpoolFiles.system());
        String url = database.url();
        int stored = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (Spool spool = Spool.open(directory, settings)) {
                fill(spool);
            }
            try (ChildJvm child = ChildJvm.start(
                    folder.resolve("errors"),
                    DyingReplay.class,
                    List.of(url, directory.toString(), Long.toString(random.nextLong())))) {
                child.eachLine(line -> {});
            }
            stored = stored(url).size();
        }
        ReplayReport last;
        try (Spool spool = Spool.open(directory, settings)) {
            last = DyingReplay.replayer(spool, settings, new DyingReplay.Deadly(url))
                    .replay();
            assertThat(spool.size()).isZero();
        }
        System.out.println(KILLS + " kills, " + stored + " events before the last replay, which said " + last);
        assertThat(last.isComplete()).isTrue();
        assertThat(stored(url)).containsExactlyInAnyOrderElementsOf(wanted);
    }

    private void fill(Spool spool) {
        for (int b = 0; b < BATCHES; b++) {
            List<Draft> drafts = new ArrayList<>();
            for (int d = 0; d <= random.nextInt(3); d++) {
                AuditEntry entry = AuditEntry.of("NOTED", Subject.of("Note", Integer.toString(random.nextInt(100))));
                drafts.add(Draft.entry(ids, entry, Origin.of("alice")));
            }
            UUID batch = spool.append(null, null, drafts);
            switch (random.nextInt(5)) {
                case 0 -> spool.settle(batch, Fate.ABORTED);
                case 1 -> drafts.forEach(draft -> wanted.add(draft.id()));
                default -> {
                    spool.settle(batch, Fate.COMMITTED);
                    drafts.forEach(draft -> wanted.add(draft.id()));
                }
            }
        }
    }

    private static List<UUID> stored(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select event_id from audit_event")) {
            List<UUID> stored = new ArrayList<>();
            while (rows.next()) {
                stored.add(rows.getObject(1, UUID.class));
            }
            return stored;
        }
    }
}
