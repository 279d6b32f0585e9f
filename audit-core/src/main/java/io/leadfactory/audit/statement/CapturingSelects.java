package io.leadfactory.audit.statement;

import java.util.Collection;
import java.util.Locale;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.sql.exec.internal.JdbcSelectExecutorStandardImpl;
import org.hibernate.sql.exec.spi.ExecutionContext;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.hibernate.sql.exec.spi.JdbcSelect;
import org.hibernate.sql.results.spi.ResultsConsumer;
import org.hibernate.sql.results.spi.RowTransformer;
import org.jspecify.annotations.Nullable;

/**
 * Executes queries as Hibernate does, and captures native statements among them that change rows, as those with RETURNING.
 * What begins with SELECT is let through after a look at its first letter. Thread-safe.
 */
final class CapturingSelects extends JdbcSelectExecutorStandardImpl {

    @Override
    public <T, R> T executeQuery(
            JdbcSelect select,
            JdbcParameterBindings bindings,
            ExecutionContext context,
            RowTransformer<R> transformer,
            Class<R> resultType,
            int resultCountEstimate,
            StatementCreator statementCreator,
            ResultsConsumer<T, R> consumer) {
        Captured captured = capture(select, context);
        T result;
        try {
            result = super.executeQuery(
                    select,
                    bindings,
                    context,
                    transformer,
                    resultType,
                    resultCountEstimate,
                    statementCreator,
                    consumer);
        } catch (RuntimeException e) {
            if (captured != null) {
                captured.failed(e);
            }
            throw e;
        }
        if (captured != null) {
            captured.executed(result instanceof Collection<?> rows ? rows.size() : Captured.UNKNOWN);
        }
        return result;
    }

    private static @Nullable Captured capture(JdbcSelect select, ExecutionContext context) {
        String sql = select.getSqlString();
        if (!mayChange(sql)) {
            return null;
        }
        SharedSessionContractImplementor session = context.getSession();
        StatementCapture capture = StatementCapture.of(session.getFactory());
        return capture == null || NotedStatement.isAsAWhole()
                ? null
                : capture.startNative(sql, context.getQueryParameterBindings(), session);
    }

    private static boolean mayChange(String sql) {
        for (int i = 0; i < sql.length(); i++) {
            char c = Character.toLowerCase(sql.charAt(i));
            if (c == 's') {
                return false;
            }
            if (c == 'w') {
                String lower = sql.toLowerCase(Locale.ROOT);
                return lower.contains("insert")
                        || lower.contains("update")
                        || lower.contains("delete")
                        || lower.contains("merge");
            }
            if (c != '(' && !Character.isWhitespace(c)) {
                return true;
            }
        }
        return false;
    }
}
