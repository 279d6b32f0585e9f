package io.leadfactory.audit.matrix;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.hibernate.engine.transaction.jta.platform.internal.AbstractJtaPlatform;

/** Narayana, whose log is in memory, and data sources whose connections take part in its transactions. Thread-safe. */
final class XaTransactions extends AbstractJtaPlatform {
    private static final long serialVersionUID = 1L;

    // It prints each fault with its stack; and who does not hold a logger, loses its level.
    private static final Logger LOG = Logger.getLogger("com.arjuna");

    XaTransactions() {
        LOG.setLevel(Level.OFF);
        for (String store : new String[] {"default", "stateStore", "communicationStore"}) {
            ObjectStoreEnvironmentBean bean = store.equals("default")
                    ? BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
                    : BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store);
            bean.setObjectStoreType(VolatileStore.class.getName());
        }
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        try {
            arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("test");
        } catch (CoreEnvironmentBeanException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its transaction manager. */
    TransactionManager manager() {
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    @Override
    protected TransactionManager locateTransactionManager() {
        return manager();
    }

    @Override
    protected UserTransaction locateUserTransaction() {
        return com.arjuna.ats.jta.UserTransaction.userTransaction();
    }

    /**
     * A data source that gives all sessions of a transaction one connection, as a resource of the transaction.
     *
     * @param database gives the connections
     * @param watch stands between the transaction manager and the resource
     */
    DataSource dataSource(XADataSource database, UnaryOperator<XAResource> watch) {
        Map<Transaction, Connection> enlisted = new ConcurrentHashMap<>();
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    Transaction transaction = manager().getTransaction();
                    if (transaction == null) {
                        return database.getXAConnection().getConnection();
                    }
                    Connection connection = enlisted.get(transaction);
                    if (connection == null) {
                        connection = enlist(database.getXAConnection(), transaction, watch);
                        enlisted.put(transaction, connection);
                    }
                    return unclosed(connection);
                });
    }

    private static Connection enlist(XAConnection xa, Transaction transaction, UnaryOperator<XAResource> watch)
            throws RollbackException, SystemException, SQLException {
        transaction.enlistResource(watch.apply(xa.getXAResource()));
        return xa.getConnection();
    }

    private static Connection unclosed(Connection shared) {
        return (Connection) Proxy.newProxyInstance(
                XaTransactions.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
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
}
