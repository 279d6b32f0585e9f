package io.leadfactory.audit.boot;

import io.leadfactory.audit.store.AccessPath;
import io.leadfactory.audit.store.AuditTable;
import io.leadfactory.audit.store.AuditTable.ColumnDefinition;
import io.leadfactory.audit.store.AuditTable.IndexDefinition;
import io.leadfactory.audit.store.DatabaseKind;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.boot.ResourceStreamLocator;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.spi.AdditionalMappingContributions;
import org.hibernate.boot.spi.AdditionalMappingContributor;
import org.hibernate.boot.spi.InFlightMetadataCollector;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Index;
import org.hibernate.mapping.PrimaryKey;
import org.hibernate.mapping.Table;
import org.hibernate.type.StandardBasicTypes;

/**
 * Adds the audit table to what Hibernate's schema tools create, update and validate. It is a bare table: the trail adds
 * no entity to the application's model. Thread-safe.
 */
public final class AuditTableContributor implements AdditionalMappingContributor {
    private static final String NAME = "leadfactory-audit";

    /** For the service loader. */
    public AuditTableContributor() {}

    @Override
    public String getContributorName() {
        return NAME;
    }

    @Override
    public void contribute(
            AdditionalMappingContributions contributions,
            InFlightMetadataCollector metadata,
            ResourceStreamLocator resourceStreamLocator,
            MetadataBuildingContext context) {
        Map<String, Object> properties =
                context.getBootstrapContext().getConfigurationService().getSettings();
        if (AuditSettings.from(properties).enabled()) {
            contributions.contributeTable(table(metadata, context));
        }
    }

    private static Table table(InFlightMetadataCollector metadata, MetadataBuildingContext context) {
        Namespace namespace = metadata.getDatabase().getDefaultNamespace();
        Table table = new Table(NAME, namespace, Identifier.toIdentifier(AuditTable.NAME), false);
        Map<String, Column> columns = new HashMap<>();
        DatabaseKind database = Databases.kind(metadata.getDatabase().getDialect());
        for (ColumnDefinition definition : AuditTable.columns()) {
            Column column = column(definition, database);
            BasicValue value = new BasicValue(context, table);
            value.setTypeName(typeName(definition.kind()));
            value.addColumn(column);
            columns.put(definition.name(), column);
            table.addColumn(column);
        }
        PrimaryKey key = new PrimaryKey(table);
        key.setName(AuditTable.PRIMARY_KEY.name());
        AuditTable.PRIMARY_KEY.columns().forEach(name -> key.addColumn(columns.get(name)));
        table.setPrimaryKey(key);
        for (AccessPath path : AccessPath.defaults(database)) {
            IndexDefinition definition = AuditTable.index(path, database);
            Index index = table.getOrCreateIndex(definition.name());
            definition.columns().forEach(name -> index.addColumn(columns.get(name)));
        }
        return table;
    }

    private static Column column(ColumnDefinition definition, DatabaseKind database) {
        Column column = new Column(definition.name());
        column.setNullable(definition.nullable());
        if (definition.kind() == AuditTable.Kind.TEXT && database.exactCollation() != null) {
            column.setCollation(database.exactCollation());
        }
        if (definition.length() > 0) {
            column.setLength(definition.length());
        }
        if (definition.byDefault() != null) {
            column.setDefaultValue(definition.byDefault());
        }
        return column;
    }

    private static String typeName(AuditTable.Kind kind) {
        return switch (kind) {
            case SHORT -> StandardBasicTypes.SHORT.getName();
            case INTEGER -> StandardBasicTypes.INTEGER.getName();
            case LONG -> StandardBasicTypes.LONG.getName();
            case UUID -> StandardBasicTypes.UUID.getName();
            case TIME -> StandardBasicTypes.LOCAL_DATE_TIME.getName();
            case TEXT -> StandardBasicTypes.STRING.getName();
            case BYTES -> StandardBasicTypes.BINARY.getName();
        };
    }
}
