package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditIgnore;
import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditModeTest {
    @RegisterExtension
    final TestDatabase all = new TestDatabase(Company.class, Named.class, Cache.class, ColdCache.class, HotCache.class)
            .with("leadfactory.audit.mode", "all");

    @RegisterExtension
    final TestDatabase annotated =
            new TestDatabase(Company.class, Named.class, Cache.class, ColdCache.class, HotCache.class);

    @Test
    void all_everyEntity_isAuditedButForThoseThatOptOut() {
        assertThat(types(all)).containsExactlyInAnyOrder("Company", "given", "HotCache");
    }

    @Test
    void annotated_nearestClassThatSaysSomething_decides() {
        assertThat(types(annotated)).containsExactlyInAnyOrder("given", "HotCache");
    }

    @Test
    void bothWays_isRefused() {
        assertThatThrownBy(() -> all.open(List.of(Torn.class), Map.of(), "none"))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("must be @Auditable or @AuditIgnore: it is both; remove one");
    }

    private static List<String> types(TestDatabase database) {
        database.inTransaction(session -> {
            session.persist(new Company(1, "Acme"));
            session.persist(new Named());
            session.persist(new Cache());
            session.persist(new ColdCache());
            session.persist(new HotCache());
        });
        return database.trail().find(AuditQuery.all()).events().stream()
                .map(AuditEvent::subject)
                .map(subject -> subject.type())
                .toList();
    }

    @Entity(name = "Named")
    @Auditable(name = "given")
    static class Named {
        @Id
        long id;
    }

    @Entity(name = "Cache")
    @AuditIgnore
    static class Cache {
        @Id
        long id;
    }

    @Entity(name = "ColdCache")
    static class ColdCache extends Cache {
        ColdCache() {
            id = 1;
        }
    }

    @Entity(name = "HotCache")
    @Auditable
    static class HotCache extends Cache {
        HotCache() {
            id = 2;
        }
    }

    @Entity(name = "Torn")
    @Auditable
    @AuditIgnore
    static class Torn {
        @Id
        long id;
    }
}
