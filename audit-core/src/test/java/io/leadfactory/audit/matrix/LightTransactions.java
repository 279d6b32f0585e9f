package io.leadfactory.audit.matrix;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import javax.transaction.xa.XAResource;
import org.hibernate.engine.transaction.jta.platform.internal.AbstractJtaPlatform;
import org.jspecify.annotations.Nullable;

/**
 * A JTA transaction manager with one connection for each transaction, which all sessions in it share. Thread-safe; a
 * transaction is for one thread.
 */
final class LightTransactions extends AbstractJtaPlatform implements TransactionManager, UserTransaction {
    private static final long serialVersionUID = 1L;

    private final transient DataSource database;
    private final transient Map<Thread, Light> current = new ConcurrentHashMap<>();

    LightTransactions(DataSource database) {
        this.database = database;
    }

    /** Gives the connection of the transaction, which is not closed before its end, and outside of one any. */
    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Light transaction = current.get(Thread.currentThread());
                    if (!method.getName().equals("getConnection") || transaction == null) {
                        return method.invoke(database, arguments);
                    }
                    return transaction.connection();
                });
    }

    @Override
    protected TransactionManager locateTransactionManager() {
        return this;
    }

    @Override
    protected UserTransaction locateUserTransaction() {
        return this;
    }

    @Override
    public void begin() {
        current.put(Thread.currentThread(), new Light());
    }

    @Override
    public void commit() throws RollbackException, SystemException {
        required().commit();
    }

    @Override
    public void rollback() throws SystemException {
        required().rollback();
    }

    @Override
    public void setRollbackOnly() {
        required().setRollbackOnly();
    }

    @Override
    public int getStatus() {
        Light transaction = current.get(Thread.currentThread());
        return transaction == null ? Status.STATUS_NO_TRANSACTION : transaction.getStatus();
    }

    @Override
    public @Nullable Transaction getTransaction() {
        return current.get(Thread.currentThread());
    }

    @Override
    public @Nullable Transaction suspend() {
        Transaction suspended = current.get(Thread.currentThread());
        current.remove(Thread.currentThread());
        return suspended;
    }

    @Override
    public void resume(Transaction transaction) {
        current.put(Thread.currentThread(), (Light) transaction);
    }

    @Override
    public void setTransactionTimeout(int seconds) {}

    private Light required() {
        Light transaction = current.get(Thread.currentThread());
        if (transaction == null) {
            throw new IllegalStateException("no transaction");
        }
        return transaction;
    }

    /** A transaction. */
    private final class Light implements Transaction {
        private final List<Synchronization> synchronizations = new ArrayList<>();
        private int status = Status.STATUS_ACTIVE;
        private @Nullable Connection connection;

        Connection connection() throws SQLException {
            Connection own = connection;
            if (own == null) {
                own = database.getConnection();
                own.setAutoCommit(false);
                connection = own;
            }
            Connection shared = own;
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            return null;
                        }
                        try {
                            return method.invoke(shared, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause() == null ? e : e.getCause();
                        }
                    });
        }

        @Override
        public void commit() throws RollbackException, SystemException {
            try {
                List.copyOf(synchronizations).forEach(Synchronization::beforeCompletion);
            } catch (RuntimeException e) {
                rollback();
                RollbackException rolledBack = new RollbackException("before completion");
                rolledBack.initCause(e);
                throw rolledBack;
            }
            if (status == Status.STATUS_MARKED_ROLLBACK) {
                rollback();
                throw new RollbackException("marked for rollback");
            }
            end(true);
        }

        @Override
        public void rollback() throws SystemException {
            end(false);
        }

        private void end(boolean commit) throws SystemException {
            try (Connection own = connection) {
                if (own != null) {
                    if (commit) {
                        own.commit();
                    } else {
                        own.rollback();
                    }
                    own.setAutoCommit(true);
                }
                status = commit ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK;
            } catch (SQLException e) {
                SystemException failure = new SystemException("connection");
                failure.initCause(e);
                throw failure;
            } finally {
                current.remove(Thread.currentThread());
            }
            synchronizations.forEach(synchronization -> synchronization.afterCompletion(status));
        }

        @Override
        public void setRollbackOnly() {
            status = Status.STATUS_MARKED_ROLLBACK;
        }

        @Override
        public int getStatus() {
            return status;
        }

        @Override
        public void registerSynchronization(Synchronization synchronization) {
            synchronizations.add(synchronization);
        }

        @Override
        public boolean enlistResource(XAResource resource) {
            return true;
        }

        @Override
        public boolean delistResource(XAResource resource, int flag) {
            return true;
        }
    }
}
