package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.render.AuditedTypes;
import io.leadfactory.audit.statement.StatementSink;
import io.leadfactory.audit.transaction.OpenTransaction;
import io.leadfactory.audit.transaction.OpenTransactions;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.jspecify.annotations.Nullable;

/** Makes drafts of what Hibernate and its statements do to entities, each in the transaction that does it. Thread-safe. */
public final class ChangeRecorder implements StatementSink {
    private final SessionFactoryImplementor factory;
    private final CaptureSettings settings;
    private final OpenTransactions transactions;
    private final DetailSources details;

    /**
     * Hears of nothing yet.
     *
     * @param factory the session factory
     * @param settings what is captured
     * @param transactions the factory's transactions
     */
    public ChangeRecorder(SessionFactoryImplementor factory, CaptureSettings settings, OpenTransactions transactions) {
        this.factory = factory;
        this.settings = settings;
        this.transactions = transactions;
        this.details = DetailSources.of(
                settings.detailSource(), factory.getServiceRegistry().requireService(ClassLoaderService.class));
    }

    /**
     * Listens to the factory's events from now on.
     *
     * @param types what is audited
     */
    public void listen(AuditedTypes types) {
        ChangeListener listener = new ChangeListener(this, types, settings.oldState());
        EventListenerRegistry registry = factory.getServiceRegistry().requireService(EventListenerRegistry.class);
        registry.appendListeners(EventType.PRE_INSERT, listener);
        registry.appendListeners(EventType.PRE_UPDATE, listener);
        registry.appendListeners(EventType.PRE_DELETE, listener);
        registry.appendListeners(EventType.PRE_UPSERT, listener);
        registry.appendListeners(EventType.POST_INSERT, listener);
        registry.appendListeners(EventType.POST_UPDATE, listener);
        registry.appendListeners(EventType.POST_DELETE, listener);
        registry.appendListeners(EventType.POST_UPSERT, listener);
        CollectionListener collections = new CollectionListener(this, types);
        registry.appendListeners(EventType.PRE_COLLECTION_UPDATE, collections);
        registry.appendListeners(EventType.PRE_COLLECTION_REMOVE, collections);
        registry.appendListeners(EventType.POST_COLLECTION_RECREATE, collections);
        registry.appendListeners(EventType.FLUSH, collections);
        registry.appendListeners(EventType.AUTO_FLUSH, collections);
    }

    @Override
    public void requireRecordable(String action, String subjectType, SharedSessionContractImplementor session) {
        transactions.requireRecordable(action, subjectType, session);
    }

    @Override
    public boolean takesRows(SharedSessionContractImplementor session) {
        return !transactions.isSuppressing();
    }

    @Override
    public void record(SharedSessionContractImplementor session, AuditEntry entry) {
        if (!suppresses(session, entry.action(), entry.subject().type())) {
            transactions.of(session).add(Draft.entry(transactions.ids(), entry, transactions.origin()));
        }
    }

    @Override
    public void record(
            SharedSessionContractImplementor session,
            String action,
            String subjectType,
            String subjectId,
            @Nullable String oldValues,
            @Nullable String newValues) {
        record(session, action, subjectType, subjectId, oldValues, newValues, null);
    }

    void record(
            SharedSessionContractImplementor session,
            String action,
            String subjectType,
            String subjectId,
            @Nullable String oldValues,
            @Nullable String newValues,
            @Nullable String details) {
        if (!suppresses(session, action, subjectType)) {
            Draft draft = change(action, subjectType, subjectId, details, oldValues, newValues);
            transactions.of(session).add(draft);
        }
    }

    /** Records the change of an entity whose collections are added to its event when the flush ends. */
    void recordOwner(
            SharedSessionContractImplementor session,
            String action,
            String subjectType,
            String subjectId,
            @Nullable String oldValues,
            @Nullable String newValues,
            @Nullable String details,
            OwnerChange owner) {
        if (suppresses(session, action, subjectType)) {
            owner.suppressed();
            return;
        }
        Draft draft = change(action, subjectType, subjectId, details, oldValues, newValues);
        owner.recorded(draft, transactions.of(session).add(draft));
    }

    private boolean suppresses(SharedSessionContractImplementor session, String action, String subjectType) {
        return transactions.suppresses(session, action, subjectType);
    }

    private Draft change(
            String action,
            String subjectType,
            String subjectId,
            @Nullable String details,
            @Nullable String oldValues,
            @Nullable String newValues) {
        return Draft.change(
                transactions.ids(),
                action,
                subjectType,
                subjectId,
                transactions.origin(),
                details,
                oldValues,
                newValues);
    }

    /** What the application adds. */
    DetailSources details() {
        return details;
    }

    OwnerChanges owners(SharedSessionContractImplementor session) {
        return open(session).owners();
    }

    /** A flush of the session has ended. */
    void flushed(SharedSessionContractImplementor session) {
        transactions.flushed(session);
    }

    /** Keeps the state that an update or a delete is about to replace. */
    void keepReplaced(SharedSessionContractImplementor session, ReplacedState state) {
        open(session).keepReplaced(state);
    }

    /** The state that the update or delete of this entity replaced, or null if it was not read. */
    @Nullable
    ReplacedState takeReplaced(SharedSessionContractImplementor session, Object entity) {
        return open(session).takeReplaced(entity);
    }

    private OpenChanges open(SharedSessionContractImplementor session) {
        OpenTransaction transaction = transactions.of(session);
        if (transaction.unfinished() instanceof OpenChanges known) {
            return known;
        }
        OpenChanges open = new OpenChanges(this, transaction);
        transaction.keep(open);
        return open;
    }
}
