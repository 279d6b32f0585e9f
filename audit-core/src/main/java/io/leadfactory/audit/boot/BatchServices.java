package io.leadfactory.audit.boot;

import io.leadfactory.audit.setting.SettingReader;
import java.util.Map;
import java.util.function.Supplier;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.batch.internal.BatchBuilderInitiator;
import org.hibernate.engine.jdbc.batch.spi.Batch;
import org.hibernate.engine.jdbc.batch.spi.BatchBuilder;
import org.hibernate.engine.jdbc.batch.spi.BatchKey;
import org.hibernate.engine.jdbc.mutation.group.PreparedStatementGroup;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/**
 * Found by Hibernate on the class path: watches JDBC batches fail. Thread-safe.
 *
 * <p>Hibernate says that a row was inserted when it is in the batch, not when the database took it. A stateless session
 * leaves it to its caller to roll back a transaction whose batch failed; if the caller commits, nobody knows which of the
 * events happened. Whatever builds Hibernate's batches goes on building them.
 */
public final class BatchServices implements ServiceContributor {

    /** For the service loader. */
    public BatchServices() {}

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        // A value that is not usable is refused later, with all other settings.
        if (!"false".equalsIgnoreCase(String.valueOf(builder.getSettings().get(SettingReader.PREFIX + "enabled")))) {
            builder.addInitiator(new Initiator());
        }
    }

    /** Wraps what builds batches. */
    private static final class Initiator implements StandardServiceInitiator<BatchBuilder> {
        @Override
        public Class<BatchBuilder> getServiceInitiated() {
            return BatchBuilder.class;
        }

        @Override
        public BatchBuilder initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return new WatchingBuilder(BatchBuilderInitiator.INSTANCE.initiateService(settings, registry));
        }
    }

    /** Wraps each batch. */
    private static final class WatchingBuilder implements BatchBuilder {
        private static final long serialVersionUID = 1L;

        private final transient BatchBuilder builder;

        WatchingBuilder(BatchBuilder builder) {
            this.builder = builder;
        }

        @Override
        public Batch buildBatch(
                BatchKey key,
                Integer batchSize,
                Supplier<PreparedStatementGroup> statements,
                JdbcCoordinator coordinator) {
            Batch batch = builder.buildBatch(key, batchSize, statements, coordinator);
            if (coordinator.getJdbcSessionOwner() instanceof SharedSessionContractImplementor session) {
                Installation installation = Installations.find(session.getFactory());
                if (installation != null) {
                    return installation.transactions().watch(batch, session);
                }
            }
            return batch;
        }
    }
}
