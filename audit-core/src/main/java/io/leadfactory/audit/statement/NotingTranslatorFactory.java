package io.leadfactory.audit.statement;

import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.query.spi.QueryOptions;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.sql.SqmTranslator;
import org.hibernate.query.sqm.sql.SqmTranslatorFactory;
import org.hibernate.query.sqm.sql.StandardSqmTranslatorFactory;
import org.hibernate.query.sqm.tree.SqmDmlStatement;
import org.hibernate.query.sqm.tree.select.SqmSelectStatement;
import org.hibernate.sql.ast.spi.SqlAstCreationContext;
import org.hibernate.sql.ast.tree.MutationStatement;
import org.hibernate.sql.ast.tree.select.SelectStatement;

/** Translates as the dialect does, and notes which statement the thread is about to execute. Thread-safe. */
public final class NotingTranslatorFactory implements SqmTranslatorFactory {
    private final SqmTranslatorFactory standard = new StandardSqmTranslatorFactory();

    /** For Hibernate, which makes it from its name. */
    public NotingTranslatorFactory() {}

    @Override
    public SqmTranslator<SelectStatement> createSelectTranslator(
            SqmSelectStatement<?> statement,
            QueryOptions options,
            DomainParameterXref parameters,
            QueryParameterBindings bindings,
            LoadQueryInfluencers influencers,
            SqlAstCreationContext context,
            boolean deduplicateSelectionItems) {
        return translators(context)
                .createSelectTranslator(
                        statement, options, parameters, bindings, influencers, context, deduplicateSelectionItems);
    }

    @Override
    public SqmTranslator<? extends MutationStatement> createMutationTranslator(
            SqmDmlStatement<?> statement,
            QueryOptions options,
            DomainParameterXref parameters,
            QueryParameterBindings bindings,
            LoadQueryInfluencers influencers,
            SqlAstCreationContext context) {
        NotedStatement.note(statement, bindings);
        return translators(context)
                .createMutationTranslator(statement, options, parameters, bindings, influencers, context);
    }

    private SqmTranslatorFactory translators(SqlAstCreationContext context) {
        SqmTranslatorFactory ofDialect = context.getDialect().getSqmTranslatorFactory();
        return ofDialect == null ? standard : ofDialect;
    }
}
