package io.leadfactory.audit.ledger;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of each trail that one process writes: of one for all, or of each tenant's. Thread-safe.
 *
 * <p>Each trail has lanes of its own: if two shared a lane, in that of one tenant the numbers of the other would be missing.
 */
public final class TrailLanes {
    private final Supplier<Lanes> opener;
    private final Map<String, Lanes> lanes = new ConcurrentHashMap<>();

    /**
     * Knows of no trail yet.
     *
     * @param opener makes the lanes of a trail that is new
     */
    public TrailLanes(Supplier<Lanes> opener) {
        this.opener = opener;
    }

    /**
     * {@return the lanes of a trail}
     *
     * @param tenant whose trail it is, or null if there is one for all
     */
    public Lanes of(@Nullable String tenant) {
        return lanes.computeIfAbsent(Objects.requireNonNullElse(tenant, ""), key -> opener.get());
    }
}
