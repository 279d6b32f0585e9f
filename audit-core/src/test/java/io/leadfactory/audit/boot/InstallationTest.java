package io.leadfactory.audit.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InstallationTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void listeners_onlyWhereSomethingIsAudited_areRegistered() {
        try (SessionFactory off = database.open(
                        List.of(Lead.class, Company.class), Map.of(AuditSettings.ENABLED, "false"), "none");
                SessionFactory nothingAudited = database.open(List.of(Company.class), Map.of(), "none")) {
            assertThat(listeners(nothingAudited)).isEqualTo(listeners(off));
            assertThat(listeners(database.factory())).isEqualTo(listeners(off) + 1);
        }
    }

    @Test
    void factory_closed_isForgotten() {
        SessionFactory factory = database.open(List.of(Company.class), Map.of(), "none");
        assertThat(Installations.find(factory)).isNotNull();
        factory.close();
        assertThat(Installations.find(factory)).isNull();
    }

    private static int listeners(SessionFactory factory) {
        return factory.unwrap(SessionFactoryImplementor.class)
                .getEventListenerGroups()
                .eventListenerGroup_POST_INSERT
                .count();
    }
}
