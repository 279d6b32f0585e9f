package io.leadfactory.suite.benchmark.work;

import org.hibernate.Session;

/** What the application itself must call in the transaction, for an audit that does not listen by itself. Thread-safe. */
public interface Recording {
    /** For audits that listen by themselves. */
    Recording NONE = new Recording() {};

    /** A lead was stored or changed. */
    default void saved(Session session, BenchLead lead) {}

    /** A lead was deleted. */
    default void deleted(Session session, BenchLead lead) {}
}
