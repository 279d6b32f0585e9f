package io.leadfactory.suite.lead;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/** The explorer's views of leads by id, the newest 10 000 of them. Thread-safe. */
public final class LeadCache {
    /** How many views are kept. */
    public static final int MAXIMUM_SIZE = 10_000;

    private final Cache<Long, LeadView> views =
            Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).build();

    /** Creates an empty cache. */
    public LeadCache() {}

    /**
     * Finds a view.
     *
     * @param id the lead's id
     * @return the view, or empty if it is not cached
     */
    public Optional<LeadView> find(long id) {
        return Optional.ofNullable(views.getIfPresent(id));
    }

    /**
     * Keeps a view in place of the one before.
     *
     * @param view the view
     */
    public void put(LeadView view) {
        views.put(view.id(), view);
    }

    /**
     * Forgets a view.
     *
     * @param id the lead's id
     */
    public void forget(long id) {
        views.invalidate(id);
    }

    /**
     * Returns how many views are kept.
     *
     * @return the number, exact when no other thread writes
     */
    public long size() {
        views.cleanUp();
        return views.estimatedSize();
    }
}
