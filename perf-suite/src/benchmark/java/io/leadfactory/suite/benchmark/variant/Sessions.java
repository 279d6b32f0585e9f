package io.leadfactory.suite.benchmark.variant;

import io.leadfactory.suite.benchmark.database.VariantDatabase;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.integrator.spi.Integrator;

/** Builds session factories that differ in nothing but their audit. */
final class Sessions {
    private static final String AUDIT_CORE = "leadfactory.audit.enabled";
    private static final String ENVERS = "hibernate.integration.envers.enabled";

    private Sessions() {}

    static SessionFactory plain(VariantDatabase database, List<Class<?>> entities, Integrator... integrators) {
        return build(database, entities, Map.of(), integrators);
    }

    static SessionFactory withAuditCore(VariantDatabase database, List<Class<?>> entities) {
        return build(database, entities, Map.of(AUDIT_CORE, "true"));
    }

    static SessionFactory withAuditCore(VariantDatabase database, List<Class<?>> entities, String indexes) {
        return build(database, entities, Map.of(AUDIT_CORE, "true", "leadfactory.audit.indexes", indexes));
    }

    static SessionFactory withEnvers(VariantDatabase database, List<Class<?>> entities) {
        return build(database, entities, Map.of(ENVERS, "true"));
    }

    private static SessionFactory build(
            VariantDatabase database,
            List<Class<?>> entities,
            Map<String, String> settings,
            Integrator... integrators) {
        BootstrapServiceRegistryBuilder services = new BootstrapServiceRegistryBuilder();
        for (Integrator integrator : integrators) {
            services.applyIntegrator(integrator);
        }
        Configuration configuration = new Configuration(services.build());
        entities.forEach(configuration::addAnnotatedClass);
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", database.dataSource());
        configuration.setProperty("hibernate.hbm2ddl.auto", "update");
        configuration.setProperty("hibernate.jdbc.batch_size", "50");
        configuration.setProperty(ENVERS, "false");
        configuration.setProperty(AUDIT_CORE, "false");
        settings.forEach(configuration::setProperty);
        return configuration.buildSessionFactory();
    }
}
