package io.leadfactory.audit.statement;

import java.sql.PreparedStatement;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.query.sqm.tree.SqmDmlStatement;
import org.hibernate.sql.exec.internal.JdbcOperationQueryMutationNative;
import org.hibernate.sql.exec.internal.StandardJdbcMutationExecutor;
import org.hibernate.sql.exec.spi.ExecutionContext;
import org.hibernate.sql.exec.spi.JdbcMutationExecutor;
import org.hibernate.sql.exec.spi.JdbcOperationQueryMutation;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.jspecify.annotations.Nullable;

/** Executes the mutations of queries and captures those that touch audited entities. Thread-safe. */
final class CapturingExecutor implements JdbcMutationExecutor {
    private final JdbcMutationExecutor standard = StandardJdbcMutationExecutor.INSTANCE;

    @Override
    public int execute(
            JdbcOperationQueryMutation mutation,
            JdbcParameterBindings jdbcBindings,
            Function<String, PreparedStatement> statementCreator,
            BiConsumer<Integer, PreparedStatement> expectationCheck,
            ExecutionContext context) {
        return Captured.execute(
                capture(mutation, context),
                () -> standard.execute(mutation, jdbcBindings, statementCreator, expectationCheck, context));
    }

    private static @Nullable Captured capture(JdbcOperationQueryMutation mutation, ExecutionContext context) {
        SharedSessionContractImplementor session = context.getSession();
        StatementCapture capture = StatementCapture.of(session.getFactory());
        if (capture == null || NotedStatement.isAsAWhole()) {
            return null;
        }
        if (mutation instanceof JdbcOperationQueryMutationNative) {
            return capture.startNative(mutation.getSqlString(), context.getQueryParameterBindings(), session);
        }
        SqmDmlStatement<?> statement = NotedStatement.find(context.getQueryParameterBindings());
        if (statement == null) {
            return capture.startUnnoted(mutation.getSqlString(), context.getQueryParameterBindings(), session);
        }
        return capture.start(statement, mutation, context.getQueryParameterBindings(), session);
    }
}
