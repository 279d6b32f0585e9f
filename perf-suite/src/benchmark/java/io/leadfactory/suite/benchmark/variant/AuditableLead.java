package io.leadfactory.suite.benchmark.variant;

import io.leadfactory.audit.event.Auditable;
import io.leadfactory.suite.benchmark.work.BenchLead;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A lead that audit-core audits. For one thread. */
@Entity
@Auditable
@Table(name = "lead")
public class AuditableLead extends BenchLead {
    /** Creates a lead that has not been stored. */
    public AuditableLead() {}
}
