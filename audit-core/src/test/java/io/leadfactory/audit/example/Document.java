package io.leadfactory.audit.example;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Lob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entity with a generated identifier, a subclass, and attributes that are hard to render. */
@Entity
@Auditable
@Inheritance(strategy = InheritanceType.JOINED)
public class Document {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Lob
    public @Nullable String text;

    public byte @Nullable [] content;

    @Convert(converter = Moody.AsText.class)
    public @Nullable Moody moody;

    @ElementCollection
    public List<String> tags = new ArrayList<>();

    /** A subclass, audited like its superclass. */
    @Entity
    public static class Contract extends Document {
        public @Nullable String party;
    }

    /** A value whose text form cannot be had. */
    public record Moody(String text) {
        @Override
        public String toString() {
            throw new IllegalStateException("not in the mood");
        }

        /** Stores it. */
        @Converter
        public static class AsText implements AttributeConverter<@Nullable Moody, @Nullable String> {
            @Override
            public @Nullable String convertToDatabaseColumn(@Nullable Moody moody) {
                return moody == null ? null : moody.text();
            }

            @Override
            public @Nullable Moody convertToEntityAttribute(@Nullable String text) {
                return text == null ? null : new Moody(text);
            }
        }
    }
}
