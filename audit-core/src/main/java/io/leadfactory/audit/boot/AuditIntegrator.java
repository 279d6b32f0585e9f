package io.leadfactory.audit.boot;

import io.leadfactory.audit.capture.ChangeRecorder;
import io.leadfactory.audit.coverage.Coverage;
import io.leadfactory.audit.coverage.CoverageReader;
import io.leadfactory.audit.render.AuditedTypes;
import io.leadfactory.audit.render.Declarations;
import io.leadfactory.audit.statement.StatementCapture;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Found by Hibernate on the class path: gives each session factory its audit trail. Thread-safe. */
public final class AuditIntegrator implements Integrator {

    private static final Logger LOG = LoggerFactory.getLogger("io.leadfactory.audit.coverage");

    /** For the service loader. */
    public AuditIntegrator() {}

    @Override
    public void integrate(
            Metadata metadata, BootstrapContext bootstrapContext, SessionFactoryImplementor sessionFactory) {
        AuditSettings settings =
                AuditSettings.from(bootstrapContext.getConfigurationService().getSettings());
        if (!settings.enabled()) {
            return;
        }
        Declarations declarations = Declarations.read(metadata, settings.mode());
        Installation installation = new Installation(sessionFactory, settings);
        Installations.put(sessionFactory, installation);
        sessionFactory.addObserver(new Life(installation));
        Coverage coverage = CoverageReader.read(
                metadata, declarations, StatementCapture.gaps(sessionFactory, settings.statements()));
        installation.covers(coverage);
        coverage.lines().forEach(LOG::info);
        if (declarations.isEmpty()) {
            return;
        }
        AuditedTypes types = new AuditedTypes(declarations, settings.mask());
        ChangeRecorder changes = new ChangeRecorder(sessionFactory, settings.capture(), installation.transactions());
        StatementCapture.open(sessionFactory, metadata, declarations, types, settings.statements(), changes);
        sessionFactory.addObserver(new SchemaChecker(installation, settings.schemaCheck()));
        changes.listen(types);
    }

    @Override
    public void disintegrate(SessionFactoryImplementor sessionFactory, SessionFactoryServiceRegistry serviceRegistry) {
        Installations.remove(sessionFactory);
        StatementCapture.close(sessionFactory);
    }

    /** Tells the trail from when to when the factory can be used. */
    private static final class Life implements SessionFactoryObserver {
        private static final long serialVersionUID = 1L;

        private final transient Installation installation;

        Life(Installation installation) {
            this.installation = installation;
        }

        @Override
        public void sessionFactoryCreated(SessionFactory factory) {
            installation.recovery().start();
        }

        @Override
        public void sessionFactoryClosing(SessionFactory factory) {
            installation.recovery().close();
        }
    }
}
