package io.leadfactory.audit.history;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.history.EntityState.Existence;
import io.leadfactory.audit.query.AuditQuery;
import io.leadfactory.audit.query.TrailReader;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.store.ConnectionSource;
import io.leadfactory.audit.store.EventReader;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the events about one subject amount to. Thread-safe; it only reads, anew with each call.
 *
 * <p>Only events that changed the entity count: inserts, updates, upserts and deletes that succeeded. Their order is that
 * of their times; between processes it is as good as their clocks.
 */
public final class SubjectHistory {
    private static final int FIRST_PAGE = 10;
    private static final int GROWTH = 10;
    private static final int LARGEST_PAGE = 2_000;

    private final Subject subject;
    private final TrailReader reader;
    private final ConnectionSource connections;

    /**
     * Looks at one subject.
     *
     * @param subject the subject
     * @param reader finds its events
     * @param connections lends connections
     */
    public SubjectHistory(Subject subject, TrailReader reader, ConnectionSource connections) {
        this.subject = subject;
        this.reader = reader;
        this.connections = connections;
    }

    /**
     * {@return the state of the entity at an instant, computed back from there to the latest event with its full state}
     *
     * @param at the instant; events at this very time count
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    public EntityState stateAt(Instant at) {
        return connections.read(connection -> stateAt(at, connection));
    }

    /**
     * {@return in what the states of the entity at two instants differ}
     *
     * @param from the first instant
     * @param to the second instant
     * @throws IllegalArgumentException if the first is after the second
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    public StateDifference difference(Instant from, Instant to) {
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("from must not be after to: " + from + " is after " + to);
        }
        return connections.read(connection -> StateDifference.of(stateAt(from, connection), stateAt(to, connection)));
    }

    /**
     * {@return the values of an attribute over time, oldest first, each since the event that set it; to be closed after
     * use, for one thread} No connection is held between the pages that it reads.
     *
     * @param attribute its full name
     * @throws IllegalArgumentException if the name is blank
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses, on the way
     */
    public Stream<AttributeValue> values(String attribute) {
        Timeline timeline = new Timeline(attribute);
        return reader.stream(changes().attribute(attribute).oldestFirst()).flatMap(timeline::next);
    }

    /**
     * {@return the event with this identifier, if it is about the subject}
     *
     * @param id the identifier
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    public Optional<AuditEvent> event(UUID id) {
        Instant time = EventIds.instant(EventIds.micros(id));
        AuditQuery sameTime = AuditQuery.all().subject(subject).from(time).until(time.plusNanos(1));
        return reader.find(sameTime).events().stream()
                .filter(event -> event.id().equals(id))
                .findFirst();
    }

    /**
     * {@return what would undo an event about the subject, and which later events stand in the way}
     *
     * @param event the event
     * @throws IllegalArgumentException if it changed no entity
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    public RevertSuggestion revert(AuditEvent event) {
        return connections.read(connection -> {
            Revert revert = new Revert(event, () -> fold(changes().after(event), event.occurredAt(), connection));
            read(changes().oldestFirst().after(event), connection, revert::add);
            return revert.suggestion();
        });
    }

    private AuditQuery changes() {
        return AuditQuery.all().subject(subject).changesOnly();
    }

    private EntityState stateAt(Instant at, Connection connection) {
        Instant until = following(at);
        EntityState state = fold(changes().until(until), at, connection);
        if (state.existence() != Existence.UNKNOWN) {
            return state;
        }
        boolean insertedLater = reader.rows(changes().from(until).oldestFirst().limit(1), connection).stream()
                .anyMatch(event -> event.action().equals(Actions.INSERT));
        return insertedLater
                ? new EntityState(
                        subject, at, Existence.ABSENT, true, Map.of(), Map.of(), Optional.empty(), Optional.empty())
                : state;
    }

    private static Instant following(Instant at) {
        return at.isBefore(EventIds.MAX_TIME) ? at.plusNanos(1) : EventIds.MAX_TIME;
    }

    private EntityState fold(AuditQuery newestFirst, Instant at, Connection connection) {
        AuditQuery query = newestFirst.limit(FIRST_PAGE);
        EventReader.Pair found =
                reader.rows(query, statements().until(following(at)).limit(1), connection);
        StateFold fold = new StateFold();
        read(query, found.first(), connection, fold::add);
        return fold.state(subject, at, fold.earliest().flatMap(first -> {
            // Mostly there is none, or none since then.
            if (found.second().stream().allMatch(latest -> latest.occurredAt().isBefore(first.occurredAt()))) {
                return Optional.empty();
            }
            Predicate<AuditEvent> kind =
                    fold.existence() == Existence.ABSENT ? Changes::mayInsert : Changes::isUnresolved;
            return statement(kind, first, at, connection);
        }));
    }

    private Optional<AuditEvent> statement(
            Predicate<AuditEvent> kind, AuditEvent first, Instant at, Connection connection) {
        List<AuditEvent> found = new ArrayList<>();
        read(statements().from(first.occurredAt()).until(following(at)), connection, event -> {
            if (kind.test(event)) {
                found.add(event);
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    /** Statements over many rows stand on a subject of their own for each type. */
    private AuditQuery statements() {
        return AuditQuery.all().subject(Subject.of(subject.type(), "*"));
    }

    private void read(AuditQuery query, Connection connection, Predicate<AuditEvent> wantsMore) {
        AuditQuery first = query.limit(FIRST_PAGE);
        read(first, reader.rows(first, connection), connection, wantsMore);
    }

    /** Reads pages that grow, as long as more is wanted: mostly the first is enough, and never many are read. */
    private void read(
            AuditQuery query, List<AuditEvent> first, Connection connection, Predicate<AuditEvent> wantsMore) {
        int limit = FIRST_PAGE;
        List<AuditEvent> rows = first;
        while (rows.stream().allMatch(wantsMore) && rows.size() == limit) {
            limit = Math.min(limit * GROWTH, LARGEST_PAGE);
            rows = reader.rows(query.limit(limit).after(rows.get(rows.size() - 1)), connection);
        }
    }
}
