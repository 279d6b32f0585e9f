package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** An entity with a lazy attribute, which it takes an enhanced class for. */
@Entity
@Auditable
public class LazyNote implements Note {
    @Id
    private Long id = 1L;

    private @Nullable String title = "a";

    @Basic(fetch = FetchType.LAZY)
    private @Nullable String body = "long";

    /** With an identifier, a title and a body. */
    public LazyNote() {}

    /** Its identifier. */
    public Long id() {
        return id;
    }

    @Override
    public void title(String newTitle) {
        title = newTitle;
    }

    /** What is always loaded. */
    public @Nullable String title() {
        return title;
    }

    @Override
    public void body(String newBody) {
        body = newBody;
    }

    @Override
    public @Nullable String body() {
        return body;
    }
}
