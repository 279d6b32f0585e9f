package io.leadfactory.audit.capture;

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
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
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
        Recorder recorder = new Recorder(sessionFactory, settings);
        Recorders.put(sessionFactory, recorder);
        sessionFactory.addObserver(new Life(recorder));
        Coverage coverage = CoverageReader.read(
                metadata, declarations, StatementCapture.gaps(sessionFactory, settings.statements()));
        recorder.covers(coverage);
        coverage.lines().forEach(LOG::info);
        if (declarations.isEmpty()) {
            return;
        }
        AuditedTypes types = new AuditedTypes(declarations, settings.mask());
        StatementCapture.open(sessionFactory, metadata, declarations, types, settings.statements(), recorder);
        sessionFactory.addObserver(new SchemaChecker(recorder, settings.schemaCheck()));
        ChangeListener listener = new ChangeListener(recorder, types, settings.oldState());
        EventListenerRegistry registry =
                sessionFactory.getServiceRegistry().requireService(EventListenerRegistry.class);
        registry.appendListeners(EventType.PRE_INSERT, listener);
        registry.appendListeners(EventType.PRE_UPDATE, listener);
        registry.appendListeners(EventType.PRE_DELETE, listener);
        registry.appendListeners(EventType.PRE_UPSERT, listener);
        registry.appendListeners(EventType.POST_INSERT, listener);
        registry.appendListeners(EventType.POST_UPDATE, listener);
        registry.appendListeners(EventType.POST_DELETE, listener);
        registry.appendListeners(EventType.POST_UPSERT, listener);
        CollectionListener collections = new CollectionListener(recorder, types);
        registry.appendListeners(EventType.PRE_COLLECTION_UPDATE, collections);
        registry.appendListeners(EventType.PRE_COLLECTION_REMOVE, collections);
        registry.appendListeners(EventType.POST_COLLECTION_RECREATE, collections);
        registry.appendListeners(EventType.FLUSH, collections);
        registry.appendListeners(EventType.AUTO_FLUSH, collections);
    }

    @Override
    public void disintegrate(SessionFactoryImplementor sessionFactory, SessionFactoryServiceRegistry serviceRegistry) {
        Recorders.remove(sessionFactory);
        StatementCapture.close(sessionFactory);
    }

    /** Tells the recorder from when to when the factory can be used. */
    private static final class Life implements SessionFactoryObserver {
        private static final long serialVersionUID = 1L;

        private final transient Recorder recorder;

        Life(Recorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public void sessionFactoryCreated(SessionFactory factory) {
            recorder.start();
        }

        @Override
        public void sessionFactoryClosing(SessionFactory factory) {
            recorder.close();
        }
    }
}
