package io.leadfactory.audit.spool;

import io.leadfactory.audit.record.Draft;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events of one transaction in the spool. Immutable.
 *
 * @param id the identifier of the first event
 * @param evidence what the database can be asked about the transaction's fate, or null if it cannot
 * @param tenant whose trail it belongs to, or null if there is one for all
 * @param fate what became of the transaction, as far as it is known
 * @param drafts the events in order
 */
public record SpooledBatch(
        UUID id, @Nullable String evidence, @Nullable String tenant, Fate fate, List<Draft> drafts) {}
