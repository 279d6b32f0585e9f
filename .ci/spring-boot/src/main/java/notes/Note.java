package notes;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.UUID;

/** The annotation is all that the entity needs. */
@Entity
@Auditable
public class Note {
    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    UUID id;

    @Version
    long version;

    @Column(length = 100)
    String text;

    protected Note() {}

    Note(String text) {
        this.text = text;
    }
}
