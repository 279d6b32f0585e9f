package io.leadfactory.suite.scenario;

import io.leadfactory.audit.event.Subject;
import io.leadfactory.suite.lead.Lead;
import java.util.concurrent.atomic.AtomicLong;

/** Makes leads, each with an address of its own. Thread-safe. */
final class Leads {
    private final AtomicLong next = new AtomicLong();

    Lead next() {
        long number = next.incrementAndGet();
        Lead lead = new Lead("contact" + number + "@example.com", "Company " + number, "import");
        lead.setContactName("Contact " + number);
        return lead;
    }

    static Subject subject(long id) {
        return Subject.of("Lead", Long.toString(id));
    }
}
