package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditMask;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Address;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.sql.Blob;
import java.util.Base64;
import java.util.Map;
import org.hibernate.engine.jdbc.proxy.BlobProxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With a key, equal values can be told from others, and no value can be told. */
class MaskedValueTest {
    private static final String MASKED = "\\*\\*\\*[0-9a-f]{32}";

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Person.class)
            .with("leadfactory.audit.mask-key", Base64.getEncoder().encodeToString(new byte[32]));

    @Test
    void change_toAnotherAndBack_showsThatItIsTheFirstAgain() {
        database.inTransaction(session -> session.persist(new Person("555")));
        database.inTransaction(session -> session.find(Person.class, 1L).phone = "556");
        database.inTransaction(session -> session.find(Person.class, 1L).phone = "555");
        Map<String, @Nullable String> first = latest(2);
        Map<String, @Nullable String> second = latest(1);
        Map<String, @Nullable String> third = latest(0);
        assertThat(first.get("phone")).matches(MASKED);
        assertThat(second.get("phone")).matches(MASKED).isNotEqualTo(first.get("phone"));
        assertThat(third).containsOnly(Map.entry("phone", String.valueOf(first.get("phone"))));
    }

    @Test
    void insert_embeddableAndLargeObject_areMaskedAsAWhole() {
        database.inTransaction(session -> {
            Person person = new Person("555");
            person.address = new Address("Main St", "Z\u00fcrich");
            person.picture = BlobProxy.generateProxy(new byte[] {1});
            session.persist(person);
        });
        assertThat(latest(0).get("address")).matches(MASKED);
        assertThat(latest(0)).containsEntry("picture", "***");
        assertThat(latest(0)).containsOnlyKeys("phone", "address", "picture");
    }

    private Map<String, @Nullable String> latest(int back) {
        return database.trail()
                .history(Subject.of("Person", "1"), 10)
                .events()
                .get(back)
                .newValues();
    }

    /** Has secrets of several kinds. */
    @Entity(name = "Person")
    @Auditable
    static class Person {
        @Id
        Long id = 1L;

        @AuditMask
        @Nullable
        String phone;

        @AuditMask
        @Embedded
        @Nullable
        Address address;

        @AuditMask
        @Nullable
        Blob picture;

        protected Person() {}

        Person(String phone) {
            this.phone = phone;
        }
    }
}
