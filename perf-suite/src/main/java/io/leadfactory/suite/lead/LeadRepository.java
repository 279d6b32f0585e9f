package io.leadfactory.suite.lead;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/**
 * Stores leads, each call in a transaction of its own, and keeps the cache in step after the commit. Thread-safe.
 *
 * <p>The session factory belongs to the caller, who closes it.
 */
public final class LeadRepository {
    private final SessionFactory sessions;
    private final LeadCache cache;
    private final Clock clock;

    /**
     * Creates a repository.
     *
     * @param sessions where {@link Lead} is mapped
     * @param cache the cache of views
     * @param clock gives the instants of creation and change
     */
    public LeadRepository(SessionFactory sessions, LeadCache cache, Clock clock) {
        this.sessions = Objects.requireNonNull(sessions, "sessions");
        this.cache = Objects.requireNonNull(cache, "cache");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Stores a new lead.
     *
     * @param lead a lead that has not been stored
     * @return its id
     */
    public long create(Lead lead) {
        sessions.inTransaction(session -> create(session, lead));
        LeadView view = LeadView.of(lead);
        cache.put(view);
        return view.id();
    }

    /**
     * Stores a new lead in the caller's transaction. The cache is left alone, because the outcome is the caller's.
     *
     * @param session the caller's session, in a transaction
     * @param lead a lead that has not been stored
     */
    public void create(Session session, Lead lead) {
        lead.created(clock.instant().truncatedTo(ChronoUnit.MICROS));
        session.persist(lead);
    }

    /**
     * Changes a lead.
     *
     * @param id the lead's id
     * @param change what to do with it, in the transaction
     * @throws IllegalArgumentException if there is no such lead
     */
    public void update(long id, Consumer<Lead> change) {
        LeadView view = sessions.fromTransaction(session -> {
            Lead lead = require(session, id);
            change.accept(lead);
            lead.updated(clock.instant().truncatedTo(ChronoUnit.MICROS));
            session.flush();
            return LeadView.of(lead);
        });
        cache.put(view);
    }

    /**
     * Deletes a lead.
     *
     * @param id the lead's id
     * @throws IllegalArgumentException if there is no such lead
     */
    public void delete(long id) {
        sessions.inTransaction(session -> session.remove(require(session, id)));
        cache.forget(id);
    }

    /**
     * Finds what the explorer shows of a lead, from the cache or else from the database.
     *
     * @param id the lead's id
     * @return the view, or empty if there is no such lead
     */
    public Optional<LeadView> view(long id) {
        Optional<LeadView> cached = cache.find(id);
        if (cached.isPresent()) {
            return cached;
        }
        Optional<LeadView> stored = sessions.fromTransaction(
                session -> Optional.ofNullable(session.find(Lead.class, id)).map(LeadView::of));
        stored.ifPresent(cache::put);
        return stored;
    }

    /**
     * Counts all leads.
     *
     * @return the number of committed leads
     */
    public long count() {
        return sessions.fromTransaction(session -> session.createSelectionQuery("select count(*) from Lead", Long.class)
                .getSingleResult());
    }

    private static Lead require(Session session, long id) {
        Lead lead = session.find(Lead.class, id);
        if (lead == null) {
            throw new IllegalArgumentException("no lead has the id " + id);
        }
        return lead;
    }
}
