package io.leadfactory.audit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditReadException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredObjectTest {
    private static final UUID EVENT = new UUID(1, 2);

    @Test
    void of_json_hasItsMembersInOrder() {
        Map<String, @Nullable String> values = StoredObject.of("{\"b\":\"1\",\"a\":null}", EVENT);
        assertThat(values).hasSize(2).containsKey("a");
        assertThat(values.keySet()).containsExactly("b", "a");
        assertThat(values.get("b")).isEqualTo("1");
        assertThat(values.get("a")).isNull();
        Map<String, @Nullable String> same = new HashMap<>();
        same.put("a", null);
        same.put("b", "1");
        assertThat(values).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(values.toString()).isEqualTo("{b=1, a=null}");
    }

    @Test
    void of_null_isEmpty() {
        assertThat(StoredObject.of(null, EVENT)).isEmpty();
    }

    @Test
    void put_isRefused() {
        assertThatThrownBy(() -> StoredObject.of("{\"a\":\"1\"}", EVENT).put("a", "2"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> StoredObject.of("{\"a\":\"1\"}", EVENT).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void get_textThatIsNoObject_saysWhichEventAndQuotesNothing() {
        Map<String, @Nullable String> values = StoredObject.of("secret", EVENT);
        assertThatThrownBy(() -> values.get("a"))
                .isInstanceOf(AuditReadException.class)
                .hasMessage("cannot read the values of audit event 00000000-0000-0001-0000-000000000002: the row was"
                        + " changed after it was written; verify the trail");
        assertThatThrownBy(values::toString)
                .isInstanceOf(AuditReadException.class)
                .hasMessageNotContaining("secret");
    }
}
