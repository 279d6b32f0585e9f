package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.coverage.EntityCoverage;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditIgnore;
import io.leadfactory.audit.event.AuditMask;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hibernate.annotations.CompositeType;
import org.hibernate.metamodel.spi.ValueAccess;
import org.hibernate.usertype.CompositeUserType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is masked or ignored in the class by which a user type maps its columns was recorded in plain text. */
class MaskedUserTypeTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Payer.class);

    @Test
    void attribute_maskedByTheMappingClass_isMasked() {
        database.inTransaction(session -> session.persist(new Payer()));
        assertThat(latest().newValues())
                .containsOnly(
                        entry("card.holder", "alice"),
                        entry("card.number", "***"),
                        entry("wallet.card.holder", "alice"),
                        entry("wallet.card.number", "***"),
                        entry("cards", "{\"all\":[{\"holder\":\"alice\",\"number\":\"***\"}]}"));
        database.inTransaction(
                session -> session.find(Payer.class, 1L).card = new Card("alice", "other secret", "other secret"));
        assertThat(latest().newValues()).containsOnly(entry("card.number", "***"));
        assertThat(latest().oldValues()).containsOnly(entry("card.number", "***"));
        database.inTransaction(session -> session.remove(session.find(Payer.class, 1L)));
        assertThat(latest().oldValues()).containsKey("card.number");
        assertThat(latest().oldValues().toString()).doesNotContain("secret");
    }

    @Test
    void coverage_ofTheMappingClass_saysSo() {
        assertThat(database.trail().coverage().entities().get(0).attributes())
                .containsEntry("card.holder", EntityCoverage.Treatment.RECORDED)
                .containsEntry("card.number", EntityCoverage.Treatment.MASKED)
                .containsEntry("card.pin", EntityCoverage.Treatment.IGNORED);
    }

    private AuditEvent latest() {
        return database.trail().history(Subject.of("Payer", "1"), 1).events().get(0);
    }

    @Entity(name = "Payer")
    @Auditable
    static class Payer {
        @Id
        Long id = 1L;

        @CompositeType(CardType.class)
        @Nullable
        Card card = new Card("alice", "secret number", "secret pin");

        @Embedded
        @AttributeOverride(name = "card.holder", column = @Column(name = "wallet_holder"))
        @AttributeOverride(name = "card.number", column = @Column(name = "wallet_number"))
        @AttributeOverride(name = "card.pin", column = @Column(name = "wallet_pin"))
        Wallet wallet = new Wallet();

        @ElementCollection
        @CompositeType(CardType.class)
        List<Card> cards = new ArrayList<>(List.of(new Card("alice", "secret number", "secret pin")));
    }

    @Embeddable
    static class Wallet {
        @CompositeType(CardType.class)
        @Nullable
        Card card = new Card("alice", "secret number", "secret pin");
    }

    /** A value of some library, which knows neither Hibernate nor the trail. */
    record Card(String holder, String number, String pin) {}

    /** Takes it apart. */
    static class CardType implements CompositeUserType<Card> {
        @Override
        public Object getPropertyValue(Card card, int property) {
            return List.of(card.holder, card.number, card.pin).get(property);
        }

        @Override
        public Card instantiate(ValueAccess values) {
            return new Card(text(values, 0), text(values, 1), text(values, 2));
        }

        private static String text(ValueAccess values, int property) {
            return Objects.requireNonNull(values.getValue(property, String.class));
        }

        @Override
        public Class<?> embeddable() {
            return Columns.class;
        }

        @Override
        public Class<Card> returnedClass() {
            return Card.class;
        }

        @Override
        public boolean equals(@Nullable Card x, @Nullable Card y) {
            return Objects.equals(x, y);
        }

        @Override
        public int hashCode(Card card) {
            return card.hashCode();
        }

        @Override
        public @Nullable Card deepCopy(@Nullable Card card) {
            return card;
        }

        @Override
        public boolean isMutable() {
            return false;
        }

        @Override
        public @Nullable Serializable disassemble(@Nullable Card card) {
            throw new UnsupportedOperationException("no second-level cache");
        }

        @Override
        public @Nullable Card assemble(@Nullable Serializable cached, Object owner) {
            throw new UnsupportedOperationException("no second-level cache");
        }

        @Override
        public @Nullable Card replace(@Nullable Card detached, @Nullable Card managed, Object owner) {
            return detached;
        }

        /** What its columns are mapped by. */
        static class Columns {
            String holder = "";

            @AuditMask
            String number = "";

            @AuditIgnore
            String pin = "";
        }
    }
}
