package io.leadfactory.audit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AuditEntryTest {
    private static final Subject SUBJECT = Subject.of("Lead", "42");

    @Test
    void of_badActionOrSubject_isRefused() {
        assertThatThrownBy(() -> AuditEntry.of("", SUBJECT)).hasMessage("action must not be blank: \"\"");
        assertThatThrownBy(() -> AuditEntry.of("A".repeat(65), SUBJECT))
                .hasMessage("action must have at most 64 characters: it has 65");
        assertThatThrownBy(() -> Subject.of(" ", "1")).hasMessage("subject type must not be blank: \" \"");
        assertThatThrownBy(() -> Subject.of("Lead", "")).hasMessage("subject id must not be blank: \"\"");
        assertThatThrownBy(() -> AuditEntry.of("A", SUBJECT).detail("audit.commit", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "name of a detail must not begin with \"audit.\", which is the trail's own: \"audit.commit\"");
        assertThatThrownBy(() -> AuditEntry.of("A", SUBJECT).detail("", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    // Callers without null checks do pass null.
    @SuppressWarnings("NullAway")
    void of_null_isRefused() {
        assertThatThrownBy(() -> AuditEntry.of(null, SUBJECT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("action must not be blank: null");
        assertThatThrownBy(() -> AuditEntry.of("A", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("subject");
        assertThatThrownBy(() -> Subject.of("Lead", null)).hasMessage("subject id must not be blank: null");
    }

    @Test
    void detail_keepsOrderAndLeavesTheEntryAsItWas() {
        AuditEntry entry = AuditEntry.of("EXPORT", SUBJECT);
        AuditEntry more = entry.detail("z", "1").detail("a", null).change("state", "NEW", "DONE");
        assertThat(entry.details()).isEmpty();
        assertThat(more.details().keySet()).containsExactly("z", "a");
        assertThat(more.oldValues()).containsEntry("state", "NEW");
        assertThat(more.newValues()).containsEntry("state", "DONE");
        assertThat(more).hasToString("EXPORT Lead#42");
    }
}
