package io.leadfactory.audit.query;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.store.AccessPath;
import io.leadfactory.audit.store.ConnectionSource;
import io.leadfactory.audit.store.EventReader;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Answers questions to the trail; it only reads. Thread-safe. */
public final class TrailReader {
    private final EventReader events;
    private final ConnectionSource connections;
    private final Set<AccessPath> indexes;

    /**
     * Reads events on connections from the source.
     *
     * @param events reads them
     * @param connections lends connections
     * @param indexes which indexes the table has
     */
    public TrailReader(EventReader events, ConnectionSource connections, Set<AccessPath> indexes) {
        this.events = events;
        this.connections = connections;
        this.indexes = indexes;
    }

    /**
     * {@return the page that the query asks for}
     *
     * @param query the query
     * @throws io.leadfactory.audit.event.PageTokenException if the query continues with the token of another one
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    public AuditPage find(AuditQuery query) {
        return connections.read(connection -> find(query, connection));
    }

    /**
     * Reads a page on a connection that is there already.
     *
     * @param query the query
     * @param connection the connection, which stays open
     * @return the page
     * @throws io.leadfactory.audit.event.PageTokenException if the query continues with the token of another one
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    public AuditPage find(AuditQuery query, Connection connection) {
        // One event more than the page holds tells whether another page follows.
        int wanted = query.limit() + 1;
        List<AuditEvent> accepted = new ArrayList<>();
        AuditQuery rest = query;
        while (true) {
            List<AuditEvent> rows = events.find(connection, rest.criteria(wanted));
            for (AuditEvent row : rows) {
                if (query.accepts(row)) {
                    accepted.add(row);
                }
            }
            if (rows.size() < wanted || accepted.size() >= wanted) {
                break;
            }
            rest = query.after(query.token(rows.get(rows.size() - 1)));
        }
        if (accepted.size() <= query.limit()) {
            return new AuditPage(accepted, Optional.empty());
        }
        List<AuditEvent> page = accepted.subList(0, query.limit());
        return new AuditPage(page, Optional.of(query.token(page.get(page.size() - 1))));
    }

    /**
     * {@return the rows of a page without a token, on a connection that is there already} A query for an attribute may get
     * events that only look as if they named it.
     *
     * @param query the query
     * @param connection the connection, which stays open
     * @throws io.leadfactory.audit.event.PageTokenException if the query continues with the token of another one
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    public List<AuditEvent> rows(AuditQuery query, Connection connection) {
        return events.find(connection, query.criteria(query.limit()));
    }

    /**
     * {@return what {@link #rows(AuditQuery, Connection)} gives for each of two queries, in one round trip}
     *
     * @param first a query
     * @param second another one
     * @param connection the connection, which stays open
     * @throws io.leadfactory.audit.event.PageTokenException if a query continues with the token of another one
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    public EventReader.Pair rows(AuditQuery first, AuditQuery second, Connection connection) {
        return events.find(connection, first.criteria(first.limit()), second.criteria(second.limit()));
    }

    /**
     * Finds all events of the query, from its page token on if it has one; memory does not grow with their number.
     *
     * <p>A query that an index answers is read in pages, and no connection is held between them. Any other has to be
     * sorted by the database, which is done once: such a stream holds a connection until it is at its end or closed.
     *
     * @param query the query, whose limit says nothing here
     * @return the events, to be closed after use; for one thread
     * @throws io.leadfactory.audit.event.PageTokenException if the query continues with the token of another one
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses, on the way
     */
    public Stream<AuditEvent> stream(AuditQuery query) {
        if (indexes.contains(query.path())) {
            return EventChunks.stream(new PageChunks(this, query));
        }
        CursorChunks chunks = new CursorChunks(events, connections, query.criteria(Integer.MAX_VALUE));
        return EventChunks.stream(chunks).onClose(chunks::close).filter(query::accepts);
    }

    /**
     * {@return the events of a transaction in the order in which they happened, to be closed after use; for one thread}
     *
     * @param transactionId the identifier that its events name
     * @throws IllegalArgumentException if that is no identifier of a transaction
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses, on the way
     */
    public Stream<AuditEvent> transaction(String transactionId) {
        return EventChunks.stream(new TransactionChunks(events, connections, TransactionPlace.parse(transactionId)));
    }

    /**
     * {@return what the events of the query come to} Its limit and page token say nothing here.
     *
     * @param query the query
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    public TrailSummary summarize(AuditQuery query) {
        SummaryFold fold = new SummaryFold();
        connections.read(connection -> {
            events.count(connection, query.fromStart().criteria(Integer.MAX_VALUE), fold::add);
            return fold;
        });
        return fold.summary();
    }
}
