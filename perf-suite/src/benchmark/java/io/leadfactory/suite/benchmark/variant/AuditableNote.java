package io.leadfactory.suite.benchmark.variant;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Something else that audit-core audits, so that it listens while the leads are not audited. For one thread. */
@Entity
@Auditable
@Table(name = "note")
public class AuditableNote {
    @Id
    private long id;

    /** For Hibernate, which fills the attributes itself. */
    protected AuditableNote() {}

    /** {@return the id} */
    public long getId() {
        return id;
    }
}
