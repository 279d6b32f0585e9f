package io.leadfactory.audit.matrix;

import io.leadfactory.audit.example.CountingDataSource;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.stat.SessionStatistics;

/** A way to insert, update and delete an entity. */
enum Steps {
    /** In three transactions of three sessions. */
    SESSION {
        @Override
        <E> void run(MappingCase<E> row, E entity, SessionFactory factory, CountingDataSource database, Trace trace) {
            factory.inTransaction(session -> {
                session.persist(entity);
                flush(session, trace);
            });
            trace.executed(database.drain());
            Object id = factory.getPersistenceUnitUtil().getIdentifier(entity);
            factory.inTransaction(session -> {
                row.change().accept(session.find(row.type(), id));
                flush(session, trace);
            });
            trace.executed(database.drain());
            factory.inTransaction(session -> {
                session.remove(session.find(row.type(), id));
                flush(session, trace);
            });
            trace.executed(database.drain());
        }
    },

    /** In three flushes of one transaction. */
    ONE_TRANSACTION {
        @Override
        <E> void run(MappingCase<E> row, E entity, SessionFactory factory, CountingDataSource database, Trace trace) {
            factory.inTransaction(session -> {
                session.persist(entity);
                flush(session, trace);
                row.change().accept(entity);
                flush(session, trace);
                session.remove(entity);
                flush(session, trace);
            });
            trace.executed(database.drain());
        }
    },

    /** In three transactions of three stateless sessions. */
    STATELESS {
        @Override
        <E> void run(MappingCase<E> row, E entity, SessionFactory factory, CountingDataSource database, Trace trace) {
            factory.inStatelessTransaction(session -> session.insert(entity));
            trace.executed(database.drain());
            Object id = factory.getPersistenceUnitUtil().getIdentifier(entity);
            factory.inStatelessTransaction(session -> {
                E loaded = session.get(row.type(), id);
                row.change().accept(loaded);
                session.update(loaded);
            });
            trace.executed(database.drain());
            factory.inStatelessTransaction(session -> session.delete(session.get(row.type(), id)));
            trace.executed(database.drain());
        }
    },

    /** The same, with the old state read where it is not known. */
    STATELESS_READING {
        @Override
        <E> void run(MappingCase<E> row, E entity, SessionFactory factory, CountingDataSource database, Trace trace) {
            STATELESS.run(row, entity, factory, database, trace);
        }
    };

    abstract <E> void run(
            MappingCase<E> row, E entity, SessionFactory factory, CountingDataSource database, Trace trace);

    <E> Trace run(MappingCase<E> row, SessionFactory factory, CountingDataSource database) {
        E entity = row.create().get();
        Trace trace = new Trace(entity);
        database.drain();
        run(row, entity, factory, database, trace);
        return trace;
    }

    /** An update that changes nothing that is recorded leaves no event. */
    List<String> actions(MappingCase<?> row) {
        return isSilent(row) ? List.of("INSERT", "DELETE") : List.of("INSERT", "UPDATE", "DELETE");
    }

    boolean isStateless() {
        return this == STATELESS || this == STATELESS_READING;
    }

    List<Integer> audits(MappingCase<?> row) {
        return this == ONE_TRANSACTION ? List.of(1) : List.of(1, isSilent(row) ? 0 : 1, 1);
    }

    private static boolean isSilent(MappingCase<?> row) {
        return row.before().equals(row.after());
    }

    private static void flush(Session session, Trace trace) {
        session.flush();
        SessionStatistics statistics = session.getStatistics();
        trace.managed(statistics.getEntityCount(), statistics.getCollectionCount());
    }
}
