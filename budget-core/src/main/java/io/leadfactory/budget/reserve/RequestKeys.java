package io.leadfactory.budget.reserve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leadfactory.budget.ledger.RequestKey;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.plan.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the keys of requests, and has their reservations in common. Thread-safe. */
public final class RequestKeys {
    private final Clock clock;
    private final Duration liveFor;
    // What is forgotten here nobody holds any more; that a key is used once is the ledger's business.
    private final Cache<ReservationId, Reservation> shared =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    RequestKeys(Clock clock, Duration liveFor) {
        this.clock = clock;
        this.liveFor = liveFor;
    }

    /**
     * The amount of an unpriced call is not part of what is asked for: what it holds is the monitor's choice.
     *
     * @param what the tags or budgets, in parts
     */
    @Nullable
    RequestKey of(Spend spend, List<String> what) {
        if (spend.key().isEmpty()) {
            return null;
        }
        List<String> payload = new ArrayList<>();
        payload.add("RESERVE");
        payload.add(spend.isUnpriced() ? "unpriced" : Long.toString(spend.nanoUnits()));
        payload.addAll(what);
        return of(spend.key().get(), payload);
    }

    @Nullable
    RequestKey of(Spend spend) {
        return spend.key().isEmpty() ? null : of(spend, payload(spend.tags()));
    }

    static List<String> payload(Tags tags) {
        List<String> payload = new ArrayList<>();
        tags.asMap().forEach((name, value) -> {
            payload.add(name);
            payload.add(value);
        });
        return payload;
    }

    /**
     * {@return a key for a change by hand}
     *
     * @param key its text
     * @param payload what is asked for, in parts
     * @throws IllegalArgumentException if the text is null, empty, longer than 200 characters, or has control characters or
     *     half of a surrogate pair in it
     */
    public RequestKey of(String key, List<String> payload) {
        return RequestKey.of(key, clock.instant().plus(liveFor), payload);
    }

    /** The reservation of that id which somebody has in this process, or this one. */
    Reservation shared(ReservationId id, Reservation fresh) {
        return shared.get(id, any -> fresh);
    }
}
