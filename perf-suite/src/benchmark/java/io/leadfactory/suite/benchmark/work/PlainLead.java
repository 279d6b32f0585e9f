package io.leadfactory.suite.benchmark.work;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A lead that nobody audits by annotation. For one thread. */
@Entity
@Table(name = "lead")
public class PlainLead extends BenchLead {
    /** Creates a lead that has not been stored. */
    public PlainLead() {}
}
