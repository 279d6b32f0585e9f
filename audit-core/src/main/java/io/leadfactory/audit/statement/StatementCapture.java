package io.leadfactory.audit.statement;

import io.leadfactory.audit.context.BulkMode;
import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.render.AuditedTypes;
import io.leadfactory.audit.render.Declarations;
import io.leadfactory.audit.statement.SqlTargets.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.cfg.QuerySettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.tree.SqmDeleteOrUpdateStatement;
import org.hibernate.query.sqm.tree.SqmDmlStatement;
import org.hibernate.query.sqm.tree.delete.SqmDeleteStatement;
import org.hibernate.query.sqm.tree.update.SqmUpdateStatement;
import org.hibernate.sql.exec.spi.JdbcOperationQueryMutation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which statements of a session factory are recorded, and how. Thread-safe; closed with the factory. */
public final class StatementCapture {
    private static final Logger LOG = LoggerFactory.getLogger("io.leadfactory.audit");
    private static final Map<SessionFactory, StatementCapture> OPEN = new ConcurrentHashMap<>();
    private static final String NATIVE = "NATIVE_";

    private final StatementSettings settings;
    private final StatementSink sink;
    private final AuditedTargets targets;
    private final RowReader rows;
    private final SqlSyntax syntax;

    private StatementCapture(
            SqlSyntax syntax,
            Metadata metadata,
            Declarations declarations,
            AuditedTypes types,
            StatementSettings settings,
            StatementSink sink) {
        this.syntax = syntax;
        this.settings = settings;
        this.sink = sink;
        this.targets = AuditedTargets.read(metadata, declarations);
        this.rows = new RowReader(types, settings.bulkLimit());
    }

    /**
     * Captures the statements of a session factory until it is {@linkplain #close closed}.
     *
     * @param factory the session factory
     * @param metadata its mapping
     * @param declarations what is audited
     * @param types how it is rendered
     * @param settings the settings
     * @param sink where the events go
     */
    public static void open(
            SessionFactoryImplementor factory,
            Metadata metadata,
            Declarations declarations,
            AuditedTypes types,
            StatementSettings settings,
            StatementSink sink) {
        SqlSyntax syntax = SqlSyntax.of(factory.getJdbcServices().getDialect());
        OPEN.put(factory, new StatementCapture(syntax, metadata, declarations, types, settings, sink));
    }

    /**
     * Forgets a session factory.
     *
     * @param factory the session factory
     */
    public static void close(SessionFactory factory) {
        OPEN.remove(factory);
    }

    /**
     * {@return which statements leave no event, each a sentence}
     *
     * @param factory the session factory
     * @param settings the settings
     */
    public static List<String> gaps(SessionFactoryImplementor factory, StatementSettings settings) {
        List<String> gaps = new ArrayList<>();
        if (!(factory.getJdbcServices().getJdbcMutationExecutor() instanceof CapturingExecutor)) {
            gaps.add("bulk and native statements: Hibernate's JdbcServices are not those of the audit trail");
        } else if (!(factory.getSessionFactoryOptions().getCustomSqmTranslatorFactory()
                instanceof NotingTranslatorFactory)) {
            gaps.add("rows of bulk statements: setting \"" + QuerySettings.SEMANTIC_QUERY_TRANSLATOR
                    + "\" names another translator");
        }
        if (settings.nativeMode() != NativeMode.EVENT) {
            gaps.add("native statements: setting \"" + StatementSettings.NATIVE + "\" is " + settings.nativeMode());
        }
        gaps.add("native statements whose SQL names no table of an audited entity; plain JDBC; procedures, triggers and"
                + " whatever changes the database from outside");
        return gaps;
    }

    static @Nullable StatementCapture of(SessionFactory factory) {
        return OPEN.get(factory);
    }

    /**
     * Flushes what the statement's own execution would flush: whatever others execute in a flush is none of the parts of a
     * statement that is executed as a whole.
     */
    void flush(SqmDmlStatement<?> statement, SharedSessionContractImplementor session) {
        session.autoFlushIfRequired(Set.of(session.getFactory()
                .getMappingMetamodel()
                .getEntityDescriptor(entityName(statement))
                .getSynchronizedQuerySpaces()));
    }

    /** A statement that is executed as a whole. */
    @Nullable
    Captured start(
            SqmDmlStatement<?> statement, QueryParameterBindings bindings, SharedSessionContractImplementor session) {
        List<String> subjectTypes = targets.ofEntity(entityName(statement));
        if (subjectTypes.isEmpty()) {
            return null;
        }
        String action = action(statement);
        for (String subjectType : subjectTypes) {
            sink.requireRecordable(action, subjectType, session);
        }
        RowImages images = null;
        if (BulkMode.current(settings.bulk()) == BulkMode.ROWS
                && statement instanceof SqmDeleteOrUpdateStatement<?> rowStatement
                && sink.takesRows(session)) {
            images = rows.before(rowStatement, bindings, session);
        }
        return new CapturedStatement(
                sink, session, Map.of(action, subjectTypes), text(statement), Parameters.describe(bindings), images);
    }

    /** A statement that is executed in parts: the one on the entity's own table counts, collection tables go first. */
    @Nullable
    Captured start(
            SqmDmlStatement<?> statement,
            JdbcOperationQueryMutation part,
            QueryParameterBindings bindings,
            SharedSessionContractImplementor session) {
        if (statement instanceof SqmDeleteStatement && !isOnTable(part, entityName(statement), session)) {
            return null;
        }
        NotedStatement.forget();
        return start(statement, bindings, session);
    }

    private boolean isOnTable(
            JdbcOperationQueryMutation part, String entityName, SharedSessionContractImplementor session) {
        String table = session.getFactory()
                .getMappingMetamodel()
                .getEntityDescriptor(entityName)
                .getTableName();
        List<Target> own = SqlTargets.read("delete from " + table, syntax);
        List<Target> found = SqlTargets.read(part.getSqlString(), syntax);
        return found.isEmpty()
                || own.isEmpty()
                || own.get(0).table().equals(found.get(0).table());
    }

    /** A statement of HQL that nobody translated in sight: what its SQL tells is recorded. */
    @Nullable
    Captured startUnnoted(String sql, QueryParameterBindings bindings, SharedSessionContractImplementor session) {
        return startSql(sql, bindings, session, "BULK_");
    }

    @Nullable
    Captured startNative(String sql, QueryParameterBindings bindings, SharedSessionContractImplementor session) {
        return settings.nativeMode() == NativeMode.IGNORE ? null : startSql(sql, bindings, session, NATIVE);
    }

    private @Nullable Captured startSql(
            String sql, QueryParameterBindings bindings, SharedSessionContractImplementor session, String prefix) {
        Map<String, List<String>> touched = touched(sql, prefix);
        if (touched.isEmpty()) {
            return null;
        }
        if (prefix.equals(NATIVE) && settings.nativeMode() == NativeMode.WARN) {
            LOG.warn(
                    "a native statement changes tables of audited entities and is not recorded: {};"
                            + " setting \"{}\" is WARN",
                    touched,
                    StatementSettings.NATIVE);
            return null;
        }
        touched.forEach((action, subjectTypes) ->
                subjectTypes.forEach(subjectType -> sink.requireRecordable(action, subjectType, session)));
        return new CapturedStatement(
                sink, session, touched, StatementText.ofSql(sql, syntax), Parameters.describe(bindings), null);
    }

    private Map<String, List<String>> touched(String sql, String prefix) {
        Map<String, Set<String>> touched = new LinkedHashMap<>();
        for (Target target : SqlTargets.read(sql, syntax)) {
            Set<String> subjectTypes = targets.of(target, sql, syntax);
            if (!subjectTypes.isEmpty()) {
                touched.computeIfAbsent(prefix + target.verb().toUpperCase(Locale.ROOT), action -> new TreeSet<>())
                        .addAll(subjectTypes);
            }
        }
        Map<String, List<String>> lists = new LinkedHashMap<>();
        touched.forEach((action, subjectTypes) -> lists.put(action, new ArrayList<>(subjectTypes)));
        return lists;
    }

    private static String entityName(SqmDmlStatement<?> statement) {
        return statement.getTarget().getModel().getHibernateEntityName();
    }

    private static String action(SqmDmlStatement<?> statement) {
        if (statement instanceof SqmUpdateStatement) {
            return Actions.BULK_UPDATE;
        }
        return statement instanceof SqmDeleteStatement ? Actions.BULK_DELETE : Actions.BULK_INSERT;
    }

    private static String text(SqmDmlStatement<?> statement) {
        try {
            return StatementText.ofHql(statement.toHqlString());
        } catch (RuntimeException e) {
            return "(not rendered: " + e.getClass().getName() + ')';
        }
    }
}
