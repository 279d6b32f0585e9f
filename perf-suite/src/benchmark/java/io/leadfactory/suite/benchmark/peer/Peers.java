package io.leadfactory.suite.benchmark.peer;

import java.util.List;
import org.hibernate.audit.DefaultChangelog;

/** The entities that the peers need. */
public final class Peers {
    private Peers() {}

    /** {@return what Hibernate's own audit maps with a changelog, the lead first} */
    public static List<Class<?>> coreWithChangelog() {
        return List.of(CoreLead.class, DefaultChangelog.class);
    }
}
