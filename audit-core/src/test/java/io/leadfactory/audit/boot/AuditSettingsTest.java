package io.leadfactory.audit.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.recovery.FailurePolicy;
import io.leadfactory.audit.transaction.NoActorPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditSettingsTest {

    @Test
    void from_nothing_hasDefaults() {
        AuditSettings settings = AuditSettings.from(Map.of("hibernate.show_sql", true));
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.transaction().noActor()).isEqualTo(NoActorPolicy.SYSTEM);
        assertThat(settings.transaction().systemActor()).isEqualTo("system");
        assertThat(settings.failure().policy()).isEqualTo(FailurePolicy.ROLLBACK);
        assertThat(settings.transaction().batchSize()).isEqualTo(1000);
    }

    @Test
    void from_values_areReadInAnyCaseAndForm() {
        AuditSettings settings = AuditSettings.from(Map.of(
                "leadfactory.audit.enabled",
                false,
                "leadfactory.audit.no-actor",
                "refuse",
                "leadfactory.audit.failure-policy",
                FailurePolicy.ROLLBACK,
                "leadfactory.audit.batch-size",
                "10"));
        assertThat(settings.enabled()).isFalse();
        assertThat(settings.transaction().noActor()).isEqualTo(NoActorPolicy.REFUSE);
        assertThat(settings.transaction().batchSize()).isEqualTo(10);
    }

    @Test
    void from_unknownValueOrName_isRefused() {
        refused("leadfactory.audit.failure-policy", "IGNORE", "must be one of [ROLLBACK, CONTINUE]: \"IGNORE\"");
        refused(
                "leadfactory.audit.failure-policy",
                "CONTINUE",
                "so setting \"leadfactory.audit.spool\" must name a directory");
        refused("leadfactory.audit.spool", " ", "must be a directory: \"\"");
        refused("leadfactory.audit.no-actor", "maybe", "must be one of [REFUSE, SYSTEM]: \"maybe\"");
        refused("leadfactory.audit.system-actor", " ", "must be a text that is not blank: \"\"");
        refused("leadfactory.audit.enabled", "yes", "must be true or false: \"yes\"");
        refused("leadfactory.audit.batch-size", "0", "must be a positive whole number: \"0\"");
        refused("leadfactory.audit.batch-size", "ten", "must be a positive whole number: \"ten\"");
        refused("leadfactory.audit.clock", "noon", "must be an instance of java.time.Clock");
        refused("leadfactory.audit.enable", "true", "is not known: use one of [leadfactory.audit.batch-size,");
    }

    private static void refused(String name, Object value, String message) {
        assertThatThrownBy(() -> AuditSettings.from(Map.of(name, value)))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("setting \"" + name + '"')
                .hasMessageContaining(message);
    }
}
