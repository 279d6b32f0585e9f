package io.leadfactory.suite.benchmark.peer;

import io.leadfactory.suite.benchmark.work.BenchLead;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.envers.AuditOverride;
import org.hibernate.envers.Audited;

/** A lead that Hibernate Envers audits. For one thread. */
@Entity
@Audited
@AuditOverride(forClass = BenchLead.class)
@Table(name = "lead")
public class EnversLead extends BenchLead {
    /** Creates a lead that has not been stored. */
    public EnversLead() {}
}
