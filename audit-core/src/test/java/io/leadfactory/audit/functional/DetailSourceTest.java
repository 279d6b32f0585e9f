package io.leadfactory.audit.functional;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditDetailSource;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OrderLine;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DetailSourceTest {
    private final Domains domains = new Domains();

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class, OrderLine.class)
            .with("leadfactory.audit.detail-source", domains);

    @Test
    void details_ofConcernedEntities_areAdded() {
        database.inTransaction(session -> {
            session.persist(new Lead(1, "a@example.org"));
            session.persist(new OrderLine(new OrderLine.Key(1, 1), 1));
        });
        database.inTransaction(session -> session.find(Lead.class, 1L).email = "b@example.com");
        Lead deleted = new Lead(1, "c@example.net");
        deleted.version = 1;
        database.factory().inStatelessTransaction(session -> session.delete(deleted));
        List<AuditEvent> events = all();
        assertThat(events.get(0).details()).containsExactly(entry("INSERT domain", "@example.org"));
        assertThat(events.get(1).details()).isEmpty();
        assertThat(events.get(2).details()).containsExactly(entry("UPDATE domain", "@example.com"));
        assertThat(events.get(3).details()).containsExactly(entry("DELETE domain", "@example.net"));
        assertThat(domains.asked).isEqualTo(2);
    }

    @Test
    void details_failing_breakNothingAndShow() {
        database.inTransaction(session -> session.persist(new Lead(1, "no domain")));
        assertThat(all()).hasSize(1);
        assertThat(all().get(0).details())
                .containsExactly(entry("audit.hook failed", "java.lang.StringIndexOutOfBoundsException"));
    }

    @Test
    void details_withoutAName_breakNothingAndShow() {
        database.inTransaction(session -> session.persist(new Lead(1, "nameless@")));
        assertThat(all().get(0).details())
                .containsExactly(entry("audit.hook failed", "java.lang.NullPointerException"));
    }

    @Test
    void details_withANameOfTheTrail_breakNothingAndShow() {
        database.inTransaction(session -> session.persist(new Lead(1, "reserved@")));
        assertThat(all().get(0).details())
                .containsExactly(entry("audit.hook failed", "java.lang.IllegalArgumentException"));
    }

    private List<AuditEvent> all() {
        List<AuditEvent> events =
                new ArrayList<>(database.trail().find(AuditQuery.all()).events());
        Collections.reverse(events);
        return events;
    }

    /** Adds the domain of a lead's address. */
    private static final class Domains implements AuditDetailSource {
        private int asked;

        @Override
        public boolean concerns(Class<?> entityClass) {
            asked++;
            return entityClass == Lead.class;
        }

        @Override
        public Map<String, @Nullable String> details(String action, Object entity) {
            String email = String.valueOf(((Lead) entity).email);
            if (email.equals("nameless@")) {
                return Collections.singletonMap(null, email);
            }
            if (email.equals("reserved@")) {
                return Map.of("audit.replayed", email);
            }
            return Map.of(action + " domain", email.substring(email.indexOf('@')));
        }
    }
}
