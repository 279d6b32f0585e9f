package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigInteger;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A very long name or number was stored, and then neither it nor any page with it could be read; a longer one failed the commit. */
class UnreadableMemberTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Prime.class);

    @Test
    void record_nameOfAnyLength_canBeRead() {
        String name = "n".repeat(60_000);
        database.trail().record(AuditEntry.of("X", Subject.of("Lead", "1")).detail(name, "x"));
        assertThat(event("Lead").details()).containsOnly(entry(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 5_000, 40_000, 1_400_000})
    void insert_numberOfAnyLength_canBeRead(int digits) {
        BigInteger value = BigInteger.ONE.shiftLeft((int) (digits * 3.33));
        database.inTransaction(session -> session.persist(new Prime(value)));
        String found = event("Prime").newValues().get("value");
        if (digits <= 5_000) {
            assertThat(found).isEqualTo(value.toString());
        } else {
            assertThat(found).hasSize(10_000).contains("\u2026");
        }
    }

    private AuditEvent event(String type) {
        return database.trail().history(Subject.of(type, "1"), 1).events().get(0);
    }

    /** Has a number of any length. */
    @Entity(name = "Prime")
    @Auditable
    static class Prime {
        @Id
        Long id = 1L;

        @Column(name = "digits", length = 1_000_000_000)
        @Convert(converter = Hex.class)
        @Nullable
        BigInteger value;

        protected Prime() {}

        Prime(BigInteger value) {
            this.value = value;
        }
    }

    /** Stores it, in a form that takes no time. */
    @Converter
    static class Hex implements AttributeConverter<@Nullable BigInteger, @Nullable String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable BigInteger value) {
            return value == null ? null : HexFormat.of().formatHex(value.toByteArray());
        }

        @Override
        public @Nullable BigInteger convertToEntityAttribute(@Nullable String text) {
            return text == null ? null : new BigInteger(HexFormat.of().parseHex(text));
        }
    }
}
