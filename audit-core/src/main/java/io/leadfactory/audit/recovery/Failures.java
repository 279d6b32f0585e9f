package io.leadfactory.audit.recovery;

import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.AuditFailureListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where failures go: counted, logged, and told to a listener. Thread-safe. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger("io.leadfactory.audit");

    private final Map<AuditFailure.Kind, LongAdder> counts = new EnumMap<>(AuditFailure.Kind.class);
    private final @Nullable AuditFailureListener listener;

    Failures(@Nullable AuditFailureListener listener) {
        this.listener = listener;
        for (AuditFailure.Kind kind : AuditFailure.Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    void tell(AuditFailure.Kind kind, int events, String message) {
        AuditFailure failure = new AuditFailure(kind, events, message);
        count(kind, events);
        if (kind == AuditFailure.Kind.REFUSED) {
            // The caller has the exception.
            LOG.debug("{}", failure);
        } else if (kind == AuditFailure.Kind.NOT_REPLAYED) {
            LOG.warn("{}", failure);
        } else {
            LOG.error("{}", failure);
        }
        if (listener != null) {
            try {
                listener.onFailure(failure);
            } catch (RuntimeException e) {
                LOG.error("the listener of audit failures failed itself", e);
            }
        }
    }

    /** Something that hurts nobody yet. */
    void note(String message) {
        LOG.warn("{}", message);
    }

    void count(AuditFailure.Kind kind, int events) {
        LongAdder count = counts.get(kind);
        if (count != null) {
            count.add(events);
        }
    }

    /** How many events each kind of failure concerned so far. */
    Map<AuditFailure.Kind, Long> counts() {
        Map<AuditFailure.Kind, Long> sums = new EnumMap<>(AuditFailure.Kind.class);
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }
}
