package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Generated;
import org.hibernate.generator.EventType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an object held was recorded as inserted, also where the row got something else. */
class UnwrittenAttributeTest {
    private static final String MADE = "(not recorded: made by the database)";

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Offer.class, Company.class);

    @Test
    void insert_attributesThatItDoesNotWrite_areLeftOut() {
        database.inTransaction(session -> {
            Company company = new Company(5, "c");
            session.persist(company);
            session.persist(new Offer(company));
        });
        assertThat(latest().newValues())
                .containsOnly(
                        entry("code", "c-1"),
                        entry("company", "5"),
                        entry("number", "by the database"),
                        entry("price", "1"));
        database.inTransaction(session -> session.remove(session.find(Offer.class, 1L)));
        assertThat(latest().oldValues())
                .containsOnly(
                        entry("code", "c-1"),
                        entry("company", "5"),
                        entry("companyId", "5"),
                        entry("number", "by the database"),
                        entry("price", "1"),
                        entry("state", "by default"));
    }

    @Test
    void insert_statelessSession_saysWhatTheDatabaseMade() {
        database.factory().inStatelessTransaction(session -> session.insert(new Offer(null)));
        assertThat(latest().newValues())
                .containsOnly(entry("code", "c-1"), entry("company", null), entry("number", MADE), entry("price", "1"));
        database.factory().inStatelessTransaction(session -> session.upsert(new Offer(null)));
        assertThat(latest().newValues())
                .contains(
                        entry("company", null), entry("number", MADE), entry("price", "1"), entry("state", "in memory"))
                .doesNotContainKeys("companyId", "twice");
    }

    @Test
    void upsert_newRow_namesWhatTheRowGot() {
        database.factory().inStatelessTransaction(session -> session.upsert(new Offer(null)));
        String code = database.factory().fromTransaction(session -> session.find(Offer.class, 1L).code);
        // Hibernate 7.2 leaves the column out.
        assertThat(latest().newValues().get("code")).isEqualTo(code);
        assertThat(latest().newValues().containsKey("code")).isEqualTo(code != null);
    }

    private AuditEvent latest() {
        return database.trail().history(Subject.of("Offer", "1"), 1).events().get(0);
    }

    @Entity(name = "Offer")
    @Auditable
    static class Offer {
        @Id
        Long id = 1L;

        int price = 1;

        @Column(updatable = false)
        @Nullable
        String code = "c-1";

        @ManyToOne
        @JoinColumn(name = "company_id")
        @Nullable
        Company company;

        @Column(name = "company_id", insertable = false, updatable = false)
        @Nullable
        Long companyId;

        @Formula("price * 2")
        @Nullable
        Integer twice;

        @Column(insertable = false)
        @ColumnDefault("'by default'")
        @Nullable
        String state = "in memory";

        @Generated(event = EventType.INSERT)
        @ColumnDefault("'by the database'")
        @Nullable
        String number;

        protected Offer() {}

        Offer(@Nullable Company company) {
            this.company = company;
        }
    }
}
