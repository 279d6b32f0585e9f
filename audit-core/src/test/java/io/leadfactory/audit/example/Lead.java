package io.leadfactory.audit.example;

import io.leadfactory.audit.event.AuditIgnore;
import io.leadfactory.audit.event.AuditMask;
import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An audited entity with attributes of the usual kinds. */
@Entity
@Auditable
public class Lead {
    /** A state. */
    public enum Status {
        NEW,
        ENRICHED
    }

    @Id
    public Long id = 0L;

    public @Nullable String email;

    @Enumerated(EnumType.STRING)
    public Status status = Status.NEW;

    public boolean manual;

    public @Nullable BigDecimal score;

    public @Nullable Instant createdAt;

    @Embedded
    public @Nullable Address address;

    @ManyToOne(fetch = FetchType.LAZY)
    public @Nullable Company company;

    @AuditMask
    public @Nullable String phone;

    @AuditIgnore
    public @Nullable String cache;

    @Version
    public int version;

    protected Lead() {}

    public Lead(long id, String email) {
        this.id = id;
        this.email = email;
    }
}
