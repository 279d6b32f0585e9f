package io.leadfactory.audit.recovery;

import io.leadfactory.audit.ledger.Lanes;
import io.leadfactory.audit.store.AuditStore;
import io.leadfactory.audit.store.DatabaseKind;
import io.leadfactory.audit.store.TransactionSource;

/**
 * Where waiting events are stored in the end, and by what. Immutable.
 *
 * @param store the store that they go to
 * @param database the kind of its database
 * @param lanes give the lanes that they are sealed into
 * @param transactions give the transactions that they are written in
 * @param batchSize events to one JDBC execution, from 1
 */
public record Destination(
        AuditStore store, DatabaseKind database, Lanes lanes, TransactionSource transactions, int batchSize) {}
