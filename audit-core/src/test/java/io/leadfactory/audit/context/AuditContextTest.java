package io.leadfactory.audit.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.Origin;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditContextTest {
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        pool.shutdownNow();
        assertThat(AuditContext.current()).isEmpty();
    }

    @Test
    void open_nested_replacesAndRestores() {
        try (AuditContext.Scope outer = AuditContext.actor("alice").reason("a").open()) {
            try (AuditContext.Scope inner = AuditContext.actor("bob").open()) {
                assertThat(actor()).isEqualTo("bob");
                assertThat(origin().reason()).isNull();
            }
            assertThat(actor()).isEqualTo("alice");
        }
        assertThat(AuditContext.current()).isEmpty();
    }

    @Test
    void close_twice_doesNothing() {
        AuditContext.Scope outer = AuditContext.actor("alice").open();
        AuditContext.Scope inner = AuditContext.actor("bob").open();
        inner.close();
        inner.close();
        assertThat(actor()).isEqualTo("alice");
        outer.close();
    }

    @Test
    void close_outerFirst_closesTheInnerToo() {
        AuditContext.Scope outer = AuditContext.actor("alice").open();
        AuditContext.Scope inner = AuditContext.actor("bob").open();
        outer.close();
        assertThat(AuditContext.current()).isEmpty();
        try (AuditContext.Scope other = AuditContext.actor("carol").open()) {
            inner.close();
            assertThat(actor()).isEqualTo("carol");
        }
    }

    @Test
    void close_onAnotherThread_isRefused() throws Exception {
        try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
            pool.submit(() -> assertThatThrownBy(scope::close)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("it was opened on thread"))
                    .get();
            assertThat(actor()).isEqualTo("alice");
        }
    }

    @Test
    void named_anonymousContext_keepsEverythingElse() {
        AuditContext anonymous = AuditContext.anonymous()
                .ip("::1")
                .userAgent("curl")
                .requestId("r")
                .reason("why")
                .onBehalfOf("carol")
                .attribute("tenant", "t")
                .attribute("plan", null);
        assertThat(anonymous.isAnonymous()).isTrue();
        assertThat(anonymous.origin("system").actor()).isEqualTo("system");
        AuditContext named = anonymous.named("alice");
        assertThat(named.isAnonymous()).isFalse();
        assertThat(named.origin("system")).isEqualTo(anonymous.origin("alice"));
        assertThat(named.origin("system").attributes())
                .containsEntry("tenant", "t")
                .containsEntry("plan", null)
                .hasSize(2);
        assertThat(named.reason("other").isAnonymous()).isFalse();
        assertThat(AuditContext.anonymous().origin("x")).isEqualTo(Origin.of("x"));
    }

    @Test
    void suspend_insideAScope_leavesNoContextUntilItIsClosed() {
        try (AuditContext.Scope outer = AuditContext.actor("alice").open()) {
            try (AuditContext.Scope none = AuditContext.suspend()) {
                assertThat(AuditContext.current()).isEmpty();
            }
            assertThat(actor()).isEqualTo("alice");
        }
    }

    @Test
    void actor_blank_isRefused() {
        assertThatThrownBy(() -> AuditContext.actor(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("actor must not be blank: \" \"");
        assertThatThrownBy(() -> AuditContext.actor("alice").attribute("", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attribute name must not be blank");
    }

    @Test
    void toString_holdsNoPersonalValue() {
        AuditContext context = AuditContext.actor("alice").ip("::1");
        assertThat(context.toString() + context.origin("bob"))
                .doesNotContain("alice")
                .doesNotContain("::1");
    }

    private static String actor() {
        return origin().actor();
    }

    private static Origin origin() {
        return AuditContext.current().orElseThrow().origin("nobody");
    }
}
