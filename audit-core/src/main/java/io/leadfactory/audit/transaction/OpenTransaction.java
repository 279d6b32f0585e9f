package io.leadfactory.audit.transaction;

import io.leadfactory.audit.record.Draft;
import org.jspecify.annotations.Nullable;

/** A session's transaction, as who records in it sees it. For one thread at a time, as the session. */
public interface OpenTransaction {

    /**
     * Keeps a draft until the batch is written, or writes it at once if the batch was.
     *
     * @param draft the draft
     * @return the place at which it waits
     * @throws io.leadfactory.audit.event.AuditWriteException if it is written at once, and that fails
     */
    int add(Draft draft);

    /**
     * {@return whether the draft still waits at its place}
     *
     * @param position its place
     * @param draft the draft
     */
    boolean holds(int position, Draft draft);

    /**
     * Puts a draft in the place of another that still waits.
     *
     * @param position the place
     * @param draft the new draft
     */
    void replace(int position, Draft draft);

    /** {@return what a flush has told and is no draft yet, or null if nobody keeps that here} */
    @Nullable
    Unfinished unfinished();

    /**
     * Keeps what is no draft yet, from now on and for the session's later transactions too.
     *
     * @param work is asked to finish when a flush ends and before the batch is written
     */
    void keep(Unfinished work);
}
