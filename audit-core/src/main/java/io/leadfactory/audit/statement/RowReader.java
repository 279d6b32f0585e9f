package io.leadfactory.audit.statement;

import io.leadfactory.audit.render.AuditedType;
import io.leadfactory.audit.render.AuditedTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.CacheMode;
import org.hibernate.Filter;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.internal.FilterImpl;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.Query;
import org.hibernate.query.QueryParameter;
import org.hibernate.query.spi.QueryParameterBinding;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.SqmQuerySource;
import org.hibernate.query.sqm.tree.SqmDeleteOrUpdateStatement;
import org.hibernate.query.sqm.tree.delete.SqmDeleteStatement;
import org.hibernate.query.sqm.tree.from.SqmFromClause;
import org.hibernate.query.sqm.tree.select.SqmQuerySpec;
import org.hibernate.query.sqm.tree.select.SqmSelectClause;
import org.hibernate.query.sqm.tree.select.SqmSelectStatement;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows that a statement is about to change, by its own predicate, in its own transaction, and locks them. A
 * stateless child session reads, so the session's persistence context does not grow. Thread-safe.
 */
final class RowReader {
    private final int limit;
    private final AuditedTypes types;

    RowReader(AuditedTypes types, int limit) {
        this.types = types;
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    RowImages before(
            SqmDeleteOrUpdateStatement<?> statement,
            QueryParameterBindings bindings,
            SharedSessionContractImplementor session) {
        EntityPersister target = session.getFactory()
                .getMappingMetamodel()
                .getEntityDescriptor(statement.getTarget().getModel().getHibernateEntityName());
        session.autoFlushIfRequired(Set.of(target.getSynchronizedQuerySpaces()));
        boolean deletes = statement instanceof SqmDeleteStatement;
        try (StatelessSession child = child(session)) {
            List<Object> found = select(statement, bindings, child, canLock(target));
            if (found.size() > limit) {
                return RowImages.tooMany(this, session, deletes);
            }
            List<RowImage> images = new ArrayList<>(found.size());
            for (Object entity : found) {
                EntityPersister persister = session.getEntityPersister(null, entity);
                AuditedType type = types.find(persister);
                if (type != null) {
                    Object id = persister.getIdentifier(entity, (SharedSessionContractImplementor) child);
                    images.add(new RowImage(persister, type, id, entity));
                }
            }
            return RowImages.of(this, session, deletes, images);
        }
    }

    private List<Object> select(
            SqmDeleteOrUpdateStatement<?> statement,
            QueryParameterBindings bindings,
            StatelessSession child,
            boolean lock) {
        Query<Object> query = child.createQuery(selectOf(statement));
        for (var parameter : query.getParameters()) {
            bind(query, (QueryParameter<?>) parameter, bindings);
        }
        query.setMaxResults(limit == Integer.MAX_VALUE ? limit : limit + 1);
        if (lock) {
            query.setHibernateLockMode(LockMode.PESSIMISTIC_WRITE);
        }
        return query.getResultList();
    }

    /** A table for each class is read as a union, whose rows PostgreSQL cannot lock. */
    private static boolean canLock(EntityPersister persister) {
        return !persister.getTableName().startsWith("(");
    }

    private static SqmSelectStatement<Object> selectOf(SqmDeleteOrUpdateStatement<?> statement) {
        SqmQuerySpec<Object> spec = new SqmQuerySpec<>(statement.nodeBuilder());
        spec.setFromClause(new SqmFromClause(1));
        spec.addRoot(statement.getTarget());
        SqmSelectClause select = new SqmSelectClause(false, 1, statement.nodeBuilder());
        select.setSelection(statement.getTarget());
        spec.setSelectClause(select);
        spec.setWhereClause(statement.getWhereClause());
        return new SqmSelectStatement<>(spec, Object.class, SqmQuerySource.CRITERIA, statement.nodeBuilder());
    }

    private static <T> void bind(Query<?> query, QueryParameter<T> parameter, QueryParameterBindings all) {
        QueryParameterBinding<?> binding = find(parameter, all);
        if (binding == null || !binding.isBound() || query.isBound(parameter)) {
            return;
        }
        @SuppressWarnings("unchecked")
        QueryParameterBinding<T> typed = (QueryParameterBinding<T>) binding;
        if (typed.isMultiValued()) {
            query.setParameterList(parameter, List.copyOf(typed.getBindValues()));
        } else {
            query.setParameter(parameter, typed.getBindValue());
        }
    }

    private static @Nullable QueryParameterBinding<?> find(QueryParameter<?> parameter, QueryParameterBindings all) {
        List<QueryParameterBinding<?>> found = new ArrayList<>(1);
        all.visitBindings((candidate, binding) -> {
            boolean same = parameter.getName() != null
                    ? parameter.getName().equals(candidate.getName())
                    : parameter.getPosition() != null
                            ? parameter.getPosition().equals(candidate.getPosition())
                            : parameter.equals(candidate);
            if (same) {
                found.add(binding);
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /** Sees what the session sees: its connection, tenant and filters. The second-level cache is left alone. */
    StatelessSession child(SharedSessionContractImplementor session) {
        StatelessSession child = session.statelessWithOptions()
                .connection()
                .tenantIdentifier(session.getTenantIdentifierValue())
                .initialCacheMode(CacheMode.IGNORE)
                .open();
        for (Map.Entry<String, Filter> enabled :
                session.getLoadQueryInfluencers().getEnabledFilters().entrySet()) {
            Filter filter = child.enableFilter(enabled.getKey());
            ((FilterImpl) enabled.getValue()).getParameters().forEach((name, value) -> set(filter, name, value));
        }
        return child;
    }

    private static void set(Filter filter, String name, Object value) {
        if (value instanceof Collection<?> values) {
            filter.setParameterList(name, values);
        } else {
            filter.setParameter(name, value);
        }
    }
}
