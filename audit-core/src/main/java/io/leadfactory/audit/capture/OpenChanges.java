package io.leadfactory.audit.capture;

import io.leadfactory.audit.transaction.OpenTransaction;
import io.leadfactory.audit.transaction.Unfinished;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** What a transaction has heard of and has not recorded yet. For one thread at a time, as its session. */
final class OpenChanges implements Unfinished {
    private final ChangeRecorder recorder;
    private final OpenTransaction transaction;
    private final OwnerChanges owners = new OwnerChanges();
    private @Nullable ReplacedState replaced;

    OpenChanges(ChangeRecorder recorder, OpenTransaction transaction) {
        this.recorder = recorder;
        this.transaction = transaction;
    }

    OwnerChanges owners() {
        return owners;
    }

    void keepReplaced(ReplacedState state) {
        replaced = state;
    }

    @Nullable
    ReplacedState takeReplaced(Object entity) {
        ReplacedState state = replaced;
        replaced = null;
        return state != null && state.isOf(entity) ? state : null;
    }

    @Override
    public void finish(SharedSessionContractImplementor session) {
        owners.finish(session, recorder, transaction);
    }

    @Override
    public void finish() {
        owners.finish(recorder, transaction);
    }

    @Override
    public void clear() {
        owners.clear();
        replaced = null;
    }
}
