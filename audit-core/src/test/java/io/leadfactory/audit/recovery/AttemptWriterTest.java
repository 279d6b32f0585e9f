package io.leadfactory.audit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEntry;
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
        EventIds ids = new EventIds(Clock.systemUTC(), ThreadLocalRandom.current());
        Draft attempt = Draft.entry(ids, AuditEntry.of("TRIED", Subject.of("Lead", "1")), Origin.of("alice"));
        writer.add(attempt);
        tried.await();
        background.stop();
        writer.drain();
        assertThat(written).containsExactly(attempt);
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
