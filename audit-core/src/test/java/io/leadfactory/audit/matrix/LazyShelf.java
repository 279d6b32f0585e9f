package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Basic;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.annotations.LazyGroup;
import org.jspecify.annotations.Nullable;

/** An entity with a collection in a lazy group, beside an attribute, which it takes an enhanced class for. */
@Entity
@Auditable
public class LazyShelf implements Shelf {
    @Id
    private Long id = 1L;

    private @Nullable String name = "a";

    @ElementCollection
    @LazyGroup("rest")
    private Set<String> labels = new HashSet<>(Set.of("x", "y"));

    @Basic(fetch = FetchType.LAZY)
    @LazyGroup("rest")
    private @Nullable String body = "long";

    /** With an identifier, a name and labels. */
    public LazyShelf() {}

    /** Its identifier. */
    public Long id() {
        return id;
    }

    /** What is always loaded. */
    public @Nullable String name() {
        return name;
    }

    /** What is loaded with the labels. */
    public @Nullable String body() {
        return body;
    }

    @Override
    public void name(String newName) {
        name = newName;
    }

    @Override
    public Set<String> labels() {
        return labels;
    }

    @Override
    public void labels(Set<String> newLabels) {
        labels = newLabels;
    }
}
