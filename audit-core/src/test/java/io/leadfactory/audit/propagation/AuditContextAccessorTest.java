package io.leadfactory.audit.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.context.AuditContext;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditContextAccessorTest {
    private static final AuditContext ALICE = AuditContext.actor("alice");

    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().build();
    private final ContextSnapshotFactory clearing =
            ContextSnapshotFactory.builder().clearMissing(true).build();

    @AfterEach
    void stop() {
        pool.shutdownNow();
        assertThat(actor()).isEqualTo("none");
    }

    @Test
    void registry_global_knowsTheAccessor() {
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
                .hasAtLeastOneElementOfType(AuditContextAccessor.class);
    }

    @Test
    void snapshot_onAnotherThread_carriesTheContextAndLeavesNoneBehind() throws Exception {
        Callable<String> carried;
        try (AuditContext.Scope scope = ALICE.open()) {
            carried = snapshots.captureAll().wrap(AuditContextAccessorTest::actor);
        }
        assertThat(pool.submit(carried).get()).isEqualTo("alice");
        assertThat(pool.submit(AuditContextAccessorTest::actor).get()).isEqualTo("none");
    }

    @Test
    void snapshot_insideScopesOfTheThread_givesThemBackAsTheyWere() {
        ContextSnapshot alices;
        try (AuditContext.Scope scope = ALICE.open()) {
            alices = snapshots.captureAll();
        }
        try (AuditContext.Scope outer = AuditContext.actor("outer").open()) {
            try (AuditContext.Scope inner = AuditContext.actor("inner").open();
                    ContextSnapshot.Scope set = alices.setThreadLocals()) {
                assertThat(actor()).isEqualTo("alice");
                try (ContextSnapshot.Scope again = alices.setThreadLocals()) {
                    assertThat(actor()).isEqualTo("alice");
                }
                assertThat(actor()).isEqualTo("alice");
            }
            assertThat(actor()).isEqualTo("outer");
        }
    }

    @Test
    void snapshot_ofNoContext_leavesOrClearsAsTheFactorySays() {
        ContextSnapshot leaving = snapshots.captureAll();
        ContextSnapshot empty = clearing.captureAll();
        try (AuditContext.Scope scope = ALICE.open()) {
            try (ContextSnapshot.Scope set = leaving.setThreadLocals()) {
                assertThat(actor()).isEqualTo("alice");
            }
            try (ContextSnapshot.Scope set = empty.setThreadLocals()) {
                assertThat(actor()).isEqualTo("none");
            }
            assertThat(actor()).isEqualTo("alice");
        }
    }

    @Test
    void restore_nothingSet_doesNothing() {
        try (AuditContext.Scope scope = ALICE.open()) {
            new AuditContextAccessor().restore();
            new AuditContextAccessor().restore(ALICE);
            assertThat(actor()).isEqualTo("alice");
        }
    }

    @Test
    void snapshot_printed_showsNoPersonalValue() {
        try (AuditContext.Scope scope = ALICE.open()) {
            assertThat(snapshots.captureAll().toString())
                    .contains("AuditContext")
                    .doesNotContain("alice");
        }
    }

    private static String actor() {
        return AuditContext.current()
                .map(context -> context.origin("nobody").actor())
                .orElse("none");
    }
}
