package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A value whose text form never ends broke the transaction of the application. */
class EndlessTextTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Loop.class);

    @Test
    void insert_valueWithEndlessText_isMarkedAndBreaksNothing() {
        database.inTransaction(session -> session.persist(new Loop()));
        AuditEvent event =
                database.trail().history(Subject.of("Loop", "1"), 1).events().get(0);
        assertThat(event.newValues()).containsEntry("snake", "(not rendered: java.lang.StackOverflowError)");
    }

    /** Has a value without an end. */
    @Entity(name = "Loop")
    @Auditable
    static class Loop {
        @Id
        Long id = 1L;

        @Convert(converter = AsText.class)
        @Nullable
        Snake snake = new Snake("o");
    }

    /** Names itself in its name. */
    record Snake(String name) {
        @Override
        public String toString() {
            return name + this;
        }
    }

    /** Stores it. */
    @Converter
    static class AsText implements AttributeConverter<@Nullable Snake, @Nullable String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable Snake snake) {
            return snake == null ? null : snake.name();
        }

        @Override
        public @Nullable Snake convertToEntityAttribute(@Nullable String text) {
            return text == null ? null : new Snake(text);
        }
    }
}
