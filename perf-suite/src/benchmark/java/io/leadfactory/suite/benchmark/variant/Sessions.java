package io.leadfactory.suite.benchmark.variant;

import io.leadfactory.suite.benchmark.database.VariantDatabase;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.integrator.spi.Integrator;

/** Builds session factories that differ in nothing but their audit. */
final class Sessions {
    private Sessions() {}

    static SessionFactory plain(VariantDatabase database, List<Class<?>> entities, Integrator... integrators) {
        return build(database, entities, false, false, integrators);
    }

    static SessionFactory withAuditCore(VariantDatabase database, List<Class<?>> entities) {
        return build(database, entities, true, false);
    }

    static SessionFactory withEnvers(VariantDatabase database, List<Class<?>> entities) {
        return build(database, entities, false, true);
    }

    private static SessionFactory build(
            VariantDatabase database,
            List<Class<?>> entities,
            boolean auditCore,
            boolean envers,
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
        configuration.setProperty("hibernate.integration.envers.enabled", Boolean.toString(envers));
        configuration.setProperty("leadfactory.audit.enabled", Boolean.toString(auditCore));
        return configuration.buildSessionFactory();
    }
}
