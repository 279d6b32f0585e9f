package io.leadfactory.audit.statement;

import io.leadfactory.audit.setting.SettingReader;
import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.QuerySettings;
import org.hibernate.engine.jdbc.internal.JdbcServicesImpl;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.query.sqm.mutation.internal.SqmMultiTableMutationStrategyProviderStandard;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategyProvider;
import org.hibernate.query.sqm.sql.SqmTranslatorFactory;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.hibernate.sql.exec.spi.JdbcMutationExecutor;
import org.hibernate.sql.exec.spi.JdbcSelectExecutor;

/**
 * Found by Hibernate on the class path: puts the capture of statements between a query and its execution. Thread-safe.
 *
 * <p>Hibernate has no event for bulk statements and never caches their plans, so each execution passes here: the
 * statement is translated by the {@link SqmTranslatorFactory} and executed by the {@link JdbcMutationExecutor}, or, where an
 * entity has several tables, executed as a whole by the handler of a strategy. Native statements pass the
 * executors alone. Rejected: replacing the session factory (one library only can), the query plan cache (not asked for
 * bulk statements), the statement inspector and event monitor (no row count, no parameters, every statement pays), the
 * cleanup action (not for stateless sessions, no count).
 */
public final class StatementServices implements ServiceContributor {

    /** For the service loader. */
    public StatementServices() {}

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        Map<String, Object> settings = builder.getSettings();
        // A value that is not usable is refused later, with all other settings.
        if ("false".equalsIgnoreCase(String.valueOf(settings.get(SettingReader.PREFIX + "enabled")))) {
            return;
        }
        // With a translator of the application's own, statements are recorded as their SQL tells.
        if (!settings.containsKey(QuerySettings.SEMANTIC_QUERY_TRANSLATOR)) {
            builder.applySetting(QuerySettings.SEMANTIC_QUERY_TRANSLATOR, NotingTranslatorFactory.class.getName());
        }
        builder.addInitiator(new JdbcServicesInitiator());
        builder.addInitiator(new StrategyInitiator());
    }

    /** Replaces the executors. */
    private static final class JdbcServicesInitiator implements StandardServiceInitiator<JdbcServices> {
        @Override
        public Class<JdbcServices> getServiceInitiated() {
            return JdbcServices.class;
        }

        @Override
        public JdbcServices initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return new CapturingJdbcServices();
        }
    }

    /** Hibernate's services but for the executors. */
    private static final class CapturingJdbcServices extends JdbcServicesImpl {
        private final JdbcMutationExecutor executor = new CapturingExecutor();
        private final JdbcSelectExecutor selects = new CapturingSelects();

        @Override
        public JdbcMutationExecutor getJdbcMutationExecutor() {
            return executor;
        }

        @Override
        public JdbcSelectExecutor getJdbcSelectExecutor() {
            return selects;
        }
    }

    /** Replaces the provider of strategies for entities with several tables. */
    private static final class StrategyInitiator
            implements StandardServiceInitiator<SqmMultiTableMutationStrategyProvider> {
        @Override
        public Class<SqmMultiTableMutationStrategyProvider> getServiceInitiated() {
            return SqmMultiTableMutationStrategyProvider.class;
        }

        @Override
        public SqmMultiTableMutationStrategyProvider initiateService(
                Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return new CapturingStrategies(new SqmMultiTableMutationStrategyProviderStandard());
        }
    }
}
