package io.leadfactory.suite.benchmark.peer;

import io.leadfactory.suite.benchmark.work.BenchLead;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Audited;

/** A lead that Hibernate's own history tables audit. For one thread. */
@Entity
@Audited
@Table(name = "lead")
public class CoreLead extends BenchLead {
    /** Creates a lead that has not been stored. */
    public CoreLead() {}
}
