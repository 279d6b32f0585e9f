package io.leadfactory.audit.statement;

import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.internal.MappingModelCreationProcess;
import org.hibernate.query.spi.DomainQueryExecutionContext;
import org.hibernate.query.spi.QueryOptions;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.mutation.spi.MultiTableHandler;
import org.hibernate.query.sqm.mutation.spi.MultiTableHandlerBuildResult;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableInsertStrategy;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategy;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategyProvider;
import org.hibernate.query.sqm.tree.SqmDeleteOrUpdateStatement;
import org.hibernate.query.sqm.tree.SqmDmlStatement;
import org.hibernate.query.sqm.tree.insert.SqmInsertStatement;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.jspecify.annotations.Nullable;

/** The strategies for entities with several tables, as chosen otherwise; what their handlers execute is captured. Thread-safe. */
@SuppressWarnings("serial") // A service is not serialised, though its contract extends Serializable.
final class CapturingStrategies implements SqmMultiTableMutationStrategyProvider {
    private final SqmMultiTableMutationStrategyProvider chosen;

    CapturingStrategies(SqmMultiTableMutationStrategyProvider chosen) {
        this.chosen = chosen;
    }

    @Override
    public @Nullable SqmMultiTableMutationStrategy createMutationStrategy(
            EntityMappingType entity, MappingModelCreationProcess process) {
        SqmMultiTableMutationStrategy strategy = chosen.createMutationStrategy(entity, process);
        return strategy == null ? null : new MutationStrategy(strategy);
    }

    @Override
    public @Nullable SqmMultiTableInsertStrategy createInsertStrategy(
            EntityMappingType entity, MappingModelCreationProcess process) {
        SqmMultiTableInsertStrategy strategy = chosen.createInsertStrategy(entity, process);
        return strategy == null ? null : new InsertStrategy(strategy);
    }

    private static MultiTableHandlerBuildResult captured(
            MultiTableHandlerBuildResult result, SqmDmlStatement<?> statement) {
        return new MultiTableHandlerBuildResult(
                new Handler(result.multiTableHandler(), statement), result.firstJdbcParameterBindings());
    }

    /** For updates and deletes. */
    private record MutationStrategy(SqmMultiTableMutationStrategy chosen) implements SqmMultiTableMutationStrategy {
        @Override
        public void prepare(MappingModelCreationProcess process, JdbcConnectionAccess connections) {
            chosen.prepare(process, connections);
        }

        @Override
        public void prepare(MappingModelCreationProcess process) {
            chosen.prepare(process);
        }

        @Override
        public void release(SessionFactoryImplementor factory, JdbcConnectionAccess connections) {
            chosen.release(factory, connections);
        }

        @Override
        public MultiTableHandlerBuildResult buildHandler(
                SqmDeleteOrUpdateStatement<?> statement,
                DomainParameterXref parameters,
                DomainQueryExecutionContext context) {
            return captured(chosen.buildHandler(statement, parameters, context), statement);
        }
    }

    /** For inserts. */
    private record InsertStrategy(SqmMultiTableInsertStrategy chosen) implements SqmMultiTableInsertStrategy {
        @Override
        public void prepare(MappingModelCreationProcess process, JdbcConnectionAccess connections) {
            chosen.prepare(process, connections);
        }

        @Override
        public void prepare(MappingModelCreationProcess process) {
            chosen.prepare(process);
        }

        @Override
        public void release(SessionFactoryImplementor factory, JdbcConnectionAccess connections) {
            chosen.release(factory, connections);
        }

        @Override
        public MultiTableHandlerBuildResult buildHandler(
                SqmInsertStatement<?> statement, DomainParameterXref parameters, DomainQueryExecutionContext context) {
            return captured(chosen.buildHandler(statement, parameters, context), statement);
        }
    }

    /** Executes a statement as a whole. */
    private record Handler(MultiTableHandler chosen, SqmDmlStatement<?> statement) implements MultiTableHandler {
        @Override
        public JdbcParameterBindings createJdbcParameterBindings(DomainQueryExecutionContext context) {
            return chosen.createJdbcParameterBindings(context);
        }

        @Override
        public boolean dependsOnParameterBindings() {
            return chosen.dependsOnParameterBindings();
        }

        @Override
        public boolean isCompatibleWith(JdbcParameterBindings bindings, QueryOptions options) {
            return chosen.isCompatibleWith(bindings, options);
        }

        @Override
        public int execute(JdbcParameterBindings bindings, DomainQueryExecutionContext context) {
            SharedSessionContractImplementor session = context.getSession();
            StatementCapture capture = StatementCapture.of(session.getFactory());
            if (capture == null) {
                return chosen.execute(bindings, context);
            }
            capture.flush(statement, session);
            Captured captured = capture.start(statement, context.getQueryParameterBindings(), session);
            return Captured.execute(captured, () -> executeAsAWhole(bindings, context));
        }

        private int executeAsAWhole(JdbcParameterBindings bindings, DomainQueryExecutionContext context) {
            NotedStatement.startAsAWhole();
            try {
                return chosen.execute(bindings, context);
            } finally {
                NotedStatement.forget();
            }
        }
    }
}
