package io.leadfactory.suite.benchmark.work;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** One user of the application: does one piece of work after the other on leads of its own. For one thread. */
public final class LeadClient {
    private final SessionFactory sessions;
    private final Supplier<? extends BenchLead> newLead;
    private final Class<? extends BenchLead> type;
    private final String query;
    private final Recording recording;
    private final String name;
    private final List<Long> ids = new ArrayList<>();
    private int next;
    private long created;

    /** Creates a client; its name is unique in its database. */
    public LeadClient(
            SessionFactory sessions, Supplier<? extends BenchLead> newLead, Recording recording, String name) {
        this.sessions = sessions;
        this.newLead = newLead;
        this.type = newLead.get().getClass();
        this.query = "from " + type.getSimpleName() + " where id in :ids";
        this.recording = recording;
        this.name = name;
    }

    /** Does one transaction of this work. Updates and deletes need leads that were inserted before. */
    public void run(Work work) {
        switch (work) {
            case INSERT, INSERT_50 -> insert(work.leads());
            case UPDATE -> update();
            case DELETE -> delete();
            case UPDATE_50 -> updateAll(work.leads());
            case DELETE_50 -> deleteAll(work.leads());
        }
    }

    /** {@return how many leads of this client are stored} */
    public int stored() {
        return ids.size();
    }

    /** {@return the ids of the stored leads, oldest first} */
    public List<Long> ids() {
        return List.copyOf(ids);
    }

    private void insert(int leads) {
        List<Long> stored = sessions.fromTransaction(session -> {
            List<Long> made = new ArrayList<>(leads);
            for (int i = 0; i < leads; i++) {
                BenchLead lead = newLead.get();
                lead.created(name + "-" + created++, now());
                session.persist(lead);
                recording.saved(session, lead);
                made.add(Objects.requireNonNull(lead.getId()));
            }
            return made;
        });
        ids.addAll(stored);
    }

    private void update() {
        long id = ids.get(next(1));
        sessions.inTransaction(session -> {
            BenchLead lead = session.find(type, id);
            lead.enriched(now());
            recording.saved(session, lead);
        });
    }

    private void delete() {
        long id = ids.remove(ids.size() - 1);
        sessions.inTransaction(session -> {
            BenchLead lead = session.find(type, id);
            session.remove(lead);
            recording.deleted(session, lead);
        });
    }

    private void updateAll(int leads) {
        int from = next(leads);
        List<Long> some = ids.subList(from, from + leads);
        sessions.inTransaction(session -> {
            for (BenchLead lead : find(session, some)) {
                lead.enriched(now());
                recording.saved(session, lead);
            }
        });
    }

    private void deleteAll(int leads) {
        List<Long> some = ids.subList(ids.size() - leads, ids.size());
        sessions.inTransaction(session -> {
            for (BenchLead lead : find(session, some)) {
                session.remove(lead);
                recording.deleted(session, lead);
            }
        });
        some.clear();
    }

    private List<? extends BenchLead> find(Session session, List<Long> some) {
        return session.createSelectionQuery(query, type)
                .setParameterList("ids", some)
                .getResultList();
    }

    private int next(int leads) {
        if (next + leads > ids.size()) {
            next = 0;
        }
        int from = next;
        next += leads;
        return from;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
