package io.leadfactory.audit.recovery;

import io.leadfactory.audit.chaos.DeadlyCommit;
import io.leadfactory.audit.ledger.Lanes;
import io.leadfactory.audit.spool.Spool;
import io.leadfactory.audit.spool.SpoolFiles;
import io.leadfactory.audit.spool.SpoolSettings;
import io.leadfactory.audit.store.AuditStore;
import io.leadfactory.audit.store.DatabaseKind;
import io.leadfactory.audit.store.TransactionSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A process that replays a spool, and dies by kill -9 in the midst of it. */
public final class DyingReplay {
    private static final int MAX_CALLS = 12;

    private DyingReplay() {}

    /** Arguments: URL, directory, seed. */
    public static void main(String[] arguments) {
        Random random = new Random(Long.parseLong(arguments[2]));
        Path directory = Path.of(arguments[1]);
        SpoolSettings settings = new SpoolSettings(directory, 256, SpoolFiles.system());
        try (Spool spool = Spool.open(directory, settings)) {
            replayer(spool, settings, new Deadly(arguments[0], random)).replay();
        }
    }

    static Replayer replayer(Spool spool, SpoolSettings settings, TransactionSource transactions) {
        Clock clock = Clock.systemUTC();
        return new Replayer(
                spool,
                settings,
                AuditStore.jdbc("audit_event", DatabaseKind.POSTGRESQL),
                new Lanes(clock, new SecureRandom(), null),
                transactions,
                new Failures(null),
                clock,
                1000);
    }

    /** A point of a transaction. */
    private enum Point {
        BEFORE_WORK,
        BEFORE_COMMIT,
        WHILE_COMMITTING,
        AFTER_COMMIT
    }

    /** Dies at a point of a transaction, both drawn by lot; with no random source it lives. */
    static final class Deadly implements TransactionSource {
        private final String url;
        private final int call;
        private final Point point;
        private int calls;

        Deadly(String url, Random random) {
            this.url = url;
            this.call = random.nextInt(MAX_CALLS);
            this.point = List.of(Point.values()).get(random.nextInt(Point.values().length));
        }

        Deadly(String url) {
            this.url = url;
            this.call = -1;
            this.point = Point.AFTER_COMMIT;
        }

        @Override
        public <T> T call(@Nullable String tenant, Function<Connection, T> work) {
            boolean last = calls++ == call;
            try (Connection connection = DriverManager.getConnection(url)) {
                connection.setAutoCommit(false);
                DeadlyCommit.dieIf(last && point == Point.BEFORE_WORK);
                T result = work.apply(connection);
                DeadlyCommit.dieIf(last && point == Point.BEFORE_COMMIT);
                if (last && point == Point.WHILE_COMMITTING) {
                    new Thread(DeadlyCommit::die).start();
                }
                connection.commit();
                DeadlyCommit.dieIf(last && point == Point.AFTER_COMMIT);
                return result;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
