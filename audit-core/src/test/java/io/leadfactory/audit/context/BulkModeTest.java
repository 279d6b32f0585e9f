package io.leadfactory.audit.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BulkModeTest {

    @Test
    void close_nested_restoresTheOuterMode() {
        try (BulkMode.Scope outer = BulkMode.ROWS.open()) {
            try (BulkMode.Scope inner = BulkMode.STATEMENT.open()) {
                assertThat(BulkMode.current(BulkMode.ROWS)).isEqualTo(BulkMode.STATEMENT);
            }
            assertThat(BulkMode.current(BulkMode.STATEMENT)).isEqualTo(BulkMode.ROWS);
        }
        assertThat(BulkMode.current(BulkMode.STATEMENT)).isEqualTo(BulkMode.STATEMENT);
    }

    @Test
    void close_outerBeforeInner_leavesNoMode() {
        BulkMode.Scope outer = BulkMode.ROWS.open();
        BulkMode.Scope inner = BulkMode.STATEMENT.open();
        outer.close();
        assertThat(BulkMode.current(BulkMode.ROWS)).isEqualTo(BulkMode.ROWS);
        inner.close();
        assertThat(BulkMode.current(BulkMode.STATEMENT)).isEqualTo(BulkMode.STATEMENT);
    }

    @Test
    void close_onAnotherThread_isRefused() {
        try (BulkMode.Scope scope = BulkMode.ROWS.open()) {
            assertThatThrownBy(() -> CompletableFuture.runAsync(scope::close).join())
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot close a bulk mode on thread");
            assertThat(BulkMode.current(BulkMode.STATEMENT)).isEqualTo(BulkMode.ROWS);
        }
    }
}
