package io.leadfactory.audit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class AttemptWriterTest {
    private final CountDownLatch tried = new CountDownLatch(1);
    private final List<Draft> written = new CopyOnWriteArrayList<>();

    @Test
    void write_anError_losesNothing() throws InterruptedException {
        Background background = new Background("test");
        AttemptWriter writer = new AttemptWriter(background, this::write, new Failures(null));
        Draft attempt = attempt();
        writer.add(attempt);
        tried.await();
        background.stop();
        writer.drain();
        assertThat(written).containsExactly(attempt);
    }

    @Test
    void add_afterTheEnd_isCountedAsLost() {
        Background background = new Background("test");
        List<AuditFailure> heard = new CopyOnWriteArrayList<>();
        AttemptWriter writer = new AttemptWriter(background, written::addAll, new Failures(heard::add));
        background.stop();
        writer.drain();
        writer.add(attempt());
        assertThat(written).isEmpty();
        assertThat(heard)
                .containsExactly(new AuditFailure(
                        AuditFailure.Kind.LOST,
                        1,
                        "failed attempts came after the session factory was closed; end its transactions before"));
    }

    @Test
    void write_failingBehindTheEnd_isCountedAsLost() {
        Background background = new Background("test");
        Failures failures = new Failures(null);
        List<AttemptWriter> closing = new CopyOnWriteArrayList<>();
        AttemptWriter writer = new AttemptWriter(
                background,
                drafts -> {
                    closing.forEach(AttemptWriter::close);
                    throw new IllegalStateException("the factory is closed");
                },
                failures);
        closing.add(writer);
        background.stop();
        writer.add(attempt());
        writer.drain();
        assertThat(failures.counts()).containsEntry(AuditFailure.Kind.LOST, 1L);
    }

    private static Draft attempt() {
        EventIds ids = new EventIds(Clock.systemUTC(), ThreadLocalRandom.current());
        return Draft.entry(ids, AuditEntry.of("TRIED", Subject.of("Lead", "1")), Origin.of("alice"));
    }

    /** Fails at first. */
    private void write(List<Draft> drafts) {
        boolean first = tried.getCount() > 0;
        tried.countDown();
        if (first) {
            throw new NoClassDefFoundError("gone");
        }
        written.addAll(drafts);
    }
}
