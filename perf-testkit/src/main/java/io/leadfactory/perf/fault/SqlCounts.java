package io.leadfactory.perf.fault;

/**
 * What a {@link FaultyDataSource} was asked for. Immutable. The numbers do not depend on the machine's speed.
 *
 * @param connections connections that were handed out
 * @param prepared statements that were prepared, callable ones included
 * @param statements statements that were sent to the database or failed on the way; a batch counts as one
 * @param batched commands and rows that were sent in batches
 * @param commits calls of commit
 * @param rollbacks calls of rollback, those to a savepoint included
 */
public record SqlCounts(long connections, long prepared, long statements, long batched, long commits, long rollbacks) {
    /**
     * Returns what was asked since an earlier reading.
     *
     * @param earlier the earlier reading
     * @return the differences
     */
    public SqlCounts since(SqlCounts earlier) {
        return new SqlCounts(
                connections - earlier.connections,
                prepared - earlier.prepared,
                statements - earlier.statements,
                batched - earlier.batched,
                commits - earlier.commits,
                rollbacks - earlier.rollbacks);
    }
}
