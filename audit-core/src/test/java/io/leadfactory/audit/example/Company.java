package io.leadfactory.audit.example;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** An entity that is not audited. */
@Entity
public class Company {
    @Id
    public Long id = 0L;

    public @Nullable String name;

    protected Company() {}

    public Company(long id, String name) {
        this.id = id;
        this.name = name;
    }
}
