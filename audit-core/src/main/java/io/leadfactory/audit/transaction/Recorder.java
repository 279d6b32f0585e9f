package io.leadfactory.audit.transaction;

import io.leadfactory.audit.context.Suppression;
import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditException;
import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.NoActorException;
import io.leadfactory.audit.event.NoTransactionException;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.SuppressionRefusedException;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.recovery.Recovery;
import io.leadfactory.audit.recovery.Spooling;
import io.leadfactory.audit.session.OwnSessions;
import io.leadfactory.audit.store.FailureCause;
import io.leadfactory.audit.store.RedactedException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.Session;
import org.hibernate.SharedSessionContract;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** Records explicit entries, in a transaction of the caller's or in one of their own. Thread-safe. */
public final class Recorder {
    private final SessionFactoryImplementor factory;
    private final TransactionSettings settings;
    private final OwnSessions sessions;
    private final OpenTransactions transactions;
    private final Recovery recovery;

    /**
     * Records for a session factory.
     *
     * @param factory the session factory
     * @param settings how transactions record
     * @param sessions give the sessions for entries in transactions of their own
     * @param transactions the factory's transactions
     * @param recovery keeps entries that the database does not take
     */
    public Recorder(
            SessionFactoryImplementor factory,
            TransactionSettings settings,
            OwnSessions sessions,
            OpenTransactions transactions,
            Recovery recovery) {
        this.factory = factory;
        this.settings = settings;
        this.sessions = sessions;
        this.transactions = transactions;
        this.recovery = recovery;
    }

    /**
     * Adds the entries to the session's transaction; they are written before it completes.
     *
     * @param session the session whose transaction it is
     * @param entries the entries in order
     * @return the identifiers of the events, in order
     * @throws NoTransactionException if the session has no active transaction
     * @throws NoActorException if nobody is named as the actor and that is refused
     * @throws IllegalArgumentException if the session is of another session factory, or an action is reserved
     */
    public List<UUID> record(SharedSessionContract session, List<AuditEntry> entries) {
        sessions.requireOpen();
        SharedSessionContractImplementor own = own(session);
        entries.forEach(Recorder::requireFreeAction);
        Origin origin = transactions.origin();
        if (!own.getTransactionCoordinator().isTransactionActive()) {
            throw OpenTransactions.noTransaction("record an entry");
        }
        TransactionBuffer buffer = transactions.buffer(own);
        List<UUID> recorded = new ArrayList<>(entries.size());
        for (AuditEntry entry : entries) {
            Draft draft = Draft.entry(transactions.ids(), entry, origin);
            buffer.add(draft);
            recorded.add(draft.id());
        }
        return recorded;
    }

    /**
     * Writes the entries in a transaction of their own, all or nothing.
     *
     * @param entries the entries in order
     * @return the identifiers of the events, in order
     * @throws AuditWriteException if they could not be written
     * @throws NoActorException if nobody is named as the actor and that is refused
     * @throws IllegalArgumentException if an action is reserved
     */
    public List<UUID> record(List<AuditEntry> entries) {
        sessions.requireOpen();
        entries.forEach(Recorder::requireFreeAction);
        Origin origin = transactions.origin();
        if (entries.isEmpty()) {
            return List.of();
        }
        List<Draft> drafts = entries.stream()
                .map(entry -> Draft.entry(transactions.ids(), entry, origin))
                .toList();
        AtomicReference<@Nullable TransactionBuffer> used = new AtomicReference<>();
        String tenant = sessions.currentTenant();
        try {
            writeSilently(tenant, drafts, used);
        } catch (RuntimeException e) {
            Spooling spool = recovery.continuing();
            TransactionBuffer buffer = used.get();
            if (spool == null || (buffer != null && buffer.commitTried())) {
                throw unwritable(entries.size(), e);
            }
            spool.keepForGood(tenant, drafts);
            recovery.tell(
                    AuditFailure.Kind.SPOOLED, drafts.size(), "they wait in the spool: " + FailureCause.describe(e));
        }
        return drafts.stream().map(Draft::id).toList();
    }

    private static void requireFreeAction(AuditEntry entry) {
        if (Actions.isReserved(entry.action())) {
            throw new IllegalArgumentException("action must not be one that the trail itself records: \""
                    + entry.action() + "\" of " + entry.subject()
                    + " would be taken for a change that Hibernate made; choose another word");
        }
    }

    private static AuditException unwritable(int entries, RuntimeException failure) {
        if (failure instanceof AuditException own) {
            return own;
        }
        if (failure.getCause() instanceof AuditException cause) {
            return cause;
        }
        return new AuditWriteException(
                "cannot record " + entries + " audit entries in their own transaction: "
                        + failure.getClass().getSimpleName()
                        + "; none of them is stored unless its commit was lost on the"
                        + " way back; check the database",
                RedactedException.of(failure));
    }

    /**
     * Counts the changes of entities in this thread instead of recording them, until the suppression is closed.
     *
     * @param reason why
     * @return the suppression, to be closed by this thread
     * @throws SuppressionRefusedException if that is refused
     */
    public Suppression suppress(String reason) {
        sessions.requireOpen();
        if (settings.suppression() == SuppressionPolicy.REFUSE) {
            throw new SuppressionRefusedException("cannot suppress events: setting \"" + TransactionSettings.SUPPRESSION
                    + "\" is REFUSE; let them be recorded, or set it to ALLOW");
        }
        return Suppression.open(transactions, reason);
    }

    /**
     * Writes drafts in a transaction of their own, which leaves no failed attempt.
     *
     * @param tenant whose trail they belong to, or null if there is one for all
     * @param drafts the drafts
     * @throws RuntimeException if they are not written, or that is not certain
     */
    public void writeSilently(@Nullable String tenant, List<Draft> drafts) {
        writeSilently(tenant, drafts, new AtomicReference<>());
    }

    private void writeSilently(
            @Nullable String tenant, List<Draft> drafts, AtomicReference<@Nullable TransactionBuffer> used) {
        sessions.inTransaction(tenant, session -> {
            TransactionBuffer buffer = transactions.buffer(own(session));
            used.set(buffer);
            buffer.keepSilent();
            drafts.forEach(buffer::add);
            return drafts;
        });
    }

    /** The transactions that it records in, besides its own. */
    OpenTransactions transactions() {
        return transactions;
    }

    private SharedSessionContractImplementor own(SharedSessionContract session) {
        SharedSessionContractImplementor own;
        if (session instanceof SharedSessionContractImplementor implementor) {
            own = implementor;
        } else if (session instanceof Session wrapped) {
            own = wrapped.unwrap(SharedSessionContractImplementor.class);
        } else {
            throw new IllegalArgumentException(
                    "session must be one of Hibernate's: " + session.getClass().getName());
        }
        if (own.getFactory() != factory) {
            throw new IllegalArgumentException(
                    "session must come from the session factory of this audit trail: it comes from another one");
        }
        return own;
    }
}
