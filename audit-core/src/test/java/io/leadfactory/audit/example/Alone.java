package io.leadfactory.audit.example;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.query.AuditQuery;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** A whole application with nothing on its class path but what it needs: answers who changed what. */
public final class Alone implements Supplier<List<String>> {

    @Override
    public List<String> get() {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Lead.class)
                .addAnnotatedClass(Company.class)
                .setProperty("hibernate.hbm2ddl.auto", "create-drop");
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:alone;DB_CLOSE_DELAY=-1");
        configuration.getProperties().put("hibernate.connection.datasource", dataSource);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (SessionFactory factory = configuration.buildSessionFactory();
                AuditContext.Scope scope = AuditContext.actor("alice").open()) {
            AuditContext.wrap(pool)
                    .submit(() -> factory.inTransaction(session -> session.persist(new Lead(1, "a"))))
                    .get();
            return AuditTrail.of(factory).find(AuditQuery.all()).events().stream()
                    .map(Alone::told)
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
    }

    private static String told(AuditEvent event) {
        return event.actor() + ' ' + event.action() + ' ' + event.subject().type();
    }
}
