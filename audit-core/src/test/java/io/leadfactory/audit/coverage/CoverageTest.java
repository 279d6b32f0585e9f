package io.leadfactory.audit.coverage;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.coverage.EntityCoverage.Treatment;
import io.leadfactory.audit.event.AuditIgnore;
import io.leadfactory.audit.event.AuditMask;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.query.sqm.sql.StandardSqmTranslatorFactory;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CoverageTest {
    private static final String PLAIN = "native statements whose SQL names no table of an audited entity; plain JDBC;"
            + " procedures, triggers and whatever changes the database from outside";

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class, Child.class, Stamp.class, Cache.class);

    @Test
    void coverage_attributes_sayHowTheyAreRecorded() {
        EntityCoverage lead = database.trail().coverage().entity("Lead").orElseThrow();
        assertThat(lead.isAudited()).isTrue();
        assertThat(lead.attributes())
                .contains(
                        entry("email", Treatment.RECORDED),
                        entry("address.city", Treatment.RECORDED),
                        entry("company", Treatment.RECORDED),
                        entry("phone", Treatment.MASKED),
                        entry("cache", Treatment.IGNORED),
                        entry("version", Treatment.VERSION));
        assertThat(database.trail().coverage().entity("Child").orElseThrow().attributes())
                .containsOnly(
                        entry("parent", Treatment.RECORDED),
                        entry("tags", Treatment.RECORDED),
                        entry("secrets", Treatment.MASKED),
                        entry("inverse", Treatment.INVERSE));
    }

    @Test
    void coverage_table_isReadable() {
        assertThat(database.trail().coverage().toString()).isEqualTo("""
                        Cache    not audited  -      @AuditIgnore on Cache
                        Child    audited      Child  recorded: parent, tags; masked: secrets; inverse: inverse
                        Company  not audited  -      not @Auditable
                        Lead     audited      Lead   recorded: address.city, address.street, company, createdAt, email, manual, score, status; masked: phone; ignored: cache; version: version
                        Stamp    audited      stamp  recorded: child, name; without values: handle; immutable: it has no updates
                        no event: rows of Child are changed by the database when what "parent" refers to is deleted (on delete cascade)
                        no event: rows of collection Child.tags are changed by the database when their owner is deleted (on delete cascade)
                        no event: %s""".formatted(PLAIN));
    }

    @Test
    void coverage_settings_openGaps() {
        Map<String, Object> settings = Map.of(
                "leadfactory.audit.native",
                "WARN",
                "hibernate.query.sqm.translator",
                StandardSqmTranslatorFactory.class.getName());
        try (SessionFactory factory = database.open(List.of(Company.class, Bare.class), settings, "none")) {
            assertThat(AuditTrail.of(factory).coverage().gaps())
                    .containsExactly(
                            "rows of bulk statements: setting \"hibernate.query.sqm.translator\" names another translator",
                            "native statements: setting \"leadfactory.audit.native\" is WARN",
                            PLAIN);
        }
    }

    @Test
    void coverage_nothingAudited_hasNoGaps() {
        try (SessionFactory factory = database.open(List.of(Company.class), Map.of(), "none")) {
            assertThat(AuditTrail.of(factory).coverage()).hasToString("Company  not audited  -  not @Auditable");
        }
    }

    @Entity(name = "Child")
    @Auditable
    static class Child {
        @Id
        long id;

        @ManyToOne
        @OnDelete(action = OnDeleteAction.CASCADE)
        @Nullable
        Lead parent;

        @ElementCollection
        @OnDelete(action = OnDeleteAction.CASCADE)
        Set<String> tags = new HashSet<>();

        @ElementCollection
        @AuditMask
        Set<String> secrets = new HashSet<>();

        @OneToMany(mappedBy = "child")
        Set<Stamp> inverse = new HashSet<>();
    }

    @Entity(name = "Stamp")
    @Auditable(name = "stamp")
    @Immutable
    static class Stamp {
        @Id
        long id;

        @Nullable
        String name;

        @ManyToOne
        @Nullable
        Child child;

        @JdbcTypeCode(SqlTypes.VARBINARY)
        @Nullable
        Handle handle;
    }

    @Entity(name = "Bare")
    @Auditable
    static class Bare {
        @Id
        long id;
    }

    /** A class without a text form. */
    static final class Handle implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Entity(name = "Cache")
    @AuditIgnore
    static class Cache {
        @Id
        long id;
    }
}
