package io.leadfactory.audit.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.Origin;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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
        assertThat(AuditContext.currentOrigin()).isNull();
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
    void wrap_taskAndExecutor_carryTheContext() throws Exception {
        AuditContext context = AuditContext.actor("alice");
        assertThat(pool.submit(context.wrap(AuditContextTest::actor)).get()).isEqualTo("alice");
        AtomicReference<@Nullable String> seen = new AtomicReference<>();
        pool.submit(context.wrap(() -> seen.set(actor()))).get();
        assertThat(seen).hasValue("alice");

        ExecutorService carrying = AuditContext.wrap(pool);
        try (AuditContext.Scope scope = context.open()) {
            assertThat(carrying.submit(AuditContextTest::actor).get()).isEqualTo("alice");
        }
        assertThat(carrying.submit(() -> AuditContext.current().isPresent()).get())
                .isFalse();
        assertThat(pool.submit(() -> AuditContext.current().isPresent()).get()).isFalse();
    }

    @Test
    void wrap_threadLeftAScopeOpen_runsInTheContextOfTheCaller() throws Exception {
        pool.submit(() -> AuditContext.actor("left").open()).get();
        ExecutorService carrying = AuditContext.wrap(pool);
        assertThat(carrying.submit(() -> AuditContext.current().isPresent()).get())
                .isFalse();
        try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
            assertThat(carrying.submit(AuditContextTest::actor).get()).isEqualTo("alice");
        }
        assertThat(pool.submit(AuditContextTest::actor).get()).isEqualTo("left");
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
        assertThat(context.toString() + context.origin())
                .doesNotContain("alice")
                .doesNotContain("::1");
    }

    private static String actor() {
        return origin().actor();
    }

    private static Origin origin() {
        return AuditContext.current().orElseThrow().origin();
    }
}
