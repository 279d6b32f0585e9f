package io.leadfactory.suite.benchmark.hand;

import io.leadfactory.suite.benchmark.hand.HandTrail.Change;
import jakarta.transaction.Synchronization;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** The changes of one transaction, written in one batch before it completes. For one thread. */
final class PendingChanges implements Synchronization {
    private final SharedSessionContractImplementor session;
    private final HandTrail trail;
    private final Runnable ended;
    private final List<Change> changes = new ArrayList<>();

    PendingChanges(SharedSessionContractImplementor session, HandTrail trail, Runnable ended) {
        this.session = session;
        this.trail = trail;
        this.ended = ended;
    }

    void add(Change change) {
        changes.add(change);
    }

    @Override
    public void beforeCompletion() {
        try (PreparedStatement insert = session.getJdbcCoordinator()
                .getLogicalConnection()
                .getPhysicalConnection()
                .prepareStatement(trail.insert())) {
            if (changes.size() == 1) {
                changes.get(0).bind(insert);
                insert.executeUpdate();
                return;
            }
            for (Change change : changes) {
                change.bind(insert);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot write " + changes.size() + " row(s) by hand", e);
        }
    }

    @Override
    public void afterCompletion(int status) {
        ended.run();
    }
}
