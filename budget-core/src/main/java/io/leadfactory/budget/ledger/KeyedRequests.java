package io.leadfactory.budget.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was requested in memory, by key. Thread-safe; requests with one key wait for each other. It forgets by time alone and
 * never because there are many: a key that is forgotten early would spend twice. What has expired is forgotten by the
 * requests that follow, some by each.
 *
 * @param <R> what a request is answered
 */
final class KeyedRequests<R> {
    private static final int FORGOTTEN_AT_ONCE = 16;

    private record Done<R>(RequestKey key, Instant at, R answer) {}

    private final ConcurrentMap<String, Done<R>> byText = new ConcurrentHashMap<>();
    private final NavigableSet<RequestKey> byExpiry = new ConcurrentSkipListSet<>(
            Comparator.comparing(RequestKey::expires).thenComparing(RequestKey::text));

    /**
     * Does what is requested, unless it was done before.
     *
     * @param work does it; it must not come back here
     * @return what the request was answered when it was done; empty if it is done now
     * @throws IdempotencyConflictException if the key stands for another request
     */
    Optional<R> once(RequestKey key, Instant at, Supplier<Optional<R>> work) {
        forget(at);
        AtomicReference<@Nullable Done<R>> now = new AtomicReference<>();
        Done<R> stands = byText.compute(key.text(), (text, known) -> {
            if (known != null && !known.key().isOver(at)) {
                key.requireSame(known.key().digest(), known.at(), at);
                return known;
            }
            now.set(work.get().map(answer -> new Done<>(key, at, answer)).orElse(null));
            return now.get();
        });
        if (stands == null) {
            return Optional.empty();
        }
        if (now.get() != null) {
            byExpiry.add(key);
            return Optional.empty();
        }
        return Optional.of(stands.answer());
    }

    /**
     * {@return what the request was answered when it was done; empty if it was not, or its key has expired}
     *
     * @throws IdempotencyConflictException if the key stands for another request
     */
    Optional<R> find(RequestKey key, Instant at) {
        Done<R> known = byText.get(key.text());
        if (known == null || known.key().isOver(at)) {
            return Optional.empty();
        }
        key.requireSame(known.key().digest(), known.at(), at);
        return Optional.of(known.answer());
    }

    private void forget(Instant at) {
        Iterator<RequestKey> oldest = byExpiry.iterator();
        for (int i = 0; i < FORGOTTEN_AT_ONCE && oldest.hasNext(); i++) {
            RequestKey key = oldest.next();
            if (!key.isOver(at)) {
                return;
            }
            oldest.remove();
            byText.computeIfPresent(key.text(), (text, done) -> done.key().isOver(at) ? null : done);
        }
    }

    /** {@return how many are remembered} */
    int size() {
        return byText.size();
    }
}
