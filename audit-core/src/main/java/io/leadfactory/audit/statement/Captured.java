package io.leadfactory.audit.statement;

/** A statement that is about to be executed and will be recorded. For one thread. */
interface Captured {

    /** Records it, after its execution. */
    void executed(int rows);
}
