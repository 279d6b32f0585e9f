package io.leadfactory.audit.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class CarrierTest {
    private static final AuditContext ALICE = AuditContext.actor("alice");

    private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);

    @AfterEach
    void stop() {
        pool.shutdownNow();
        assertThat(actor()).isEqualTo("none");
    }

    @Test
    void wrap_tasks_runInTheContextAndLeaveNoneBehind() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Runnable runnable = ALICE.wrap(() -> {
            seen.add(actor());
        });
        pool.submit(runnable).get();
        Callable<String> callable = ALICE.wrap(CarrierTest::actor);
        Supplier<String> supplier = ALICE.wrapSupplier(CarrierTest::actor);
        assertThat(seen).containsExactly("alice");
        assertThat(pool.submit(callable).get()).isEqualTo("alice");
        assertThat(pool.submit(supplier::get).get()).isEqualTo("alice");
        assertThat(actorInPool()).isEqualTo("none");
    }

    @Test
    void wrap_failingTask_leavesNoContextBehind() throws Exception {
        Callable<String> failing = ALICE.wrap(() -> {
            throw new IllegalStateException("x");
        });
        assertThatThrownBy(() -> pool.submit(failing).get())
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("x");
        assertThat(actorInPool()).isEqualTo("none");
    }

    @Test
    void wrap_executors_carryWhatIsCurrentAtTheHandOver() throws Exception {
        ExecutorService service = AuditContext.wrap((ExecutorService) pool);
        Executor executor = AuditContext.wrap((Executor) pool);
        Future<String> submitted;
        CompletableFuture<String> supplied;
        List<Future<String>> all;
        try (AuditContext.Scope scope = ALICE.open()) {
            submitted = service.submit(CarrierTest::actor);
            supplied = CompletableFuture.supplyAsync(CarrierTest::actor, executor);
            all = service.invokeAll(List.of(CarrierTest::actor, CarrierTest::actor));
        }
        assertThat(submitted.get()).isEqualTo("alice");
        assertThat(supplied.get()).isEqualTo("alice");
        for (Future<String> each : all) {
            assertThat(each.get()).isEqualTo("alice");
        }
        assertThat(service.submit(CarrierTest::actor).get()).isEqualTo("none");
        assertThat(actorInPool()).isEqualTo("none");
        service.shutdown();
        assertThat(service.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(service.isShutdown() && pool.isTerminated()).isTrue();
    }

    @Test
    void wrap_threadLeftAScopeOpen_runsInTheContextOfTheCaller() throws Exception {
        pool.submit(() -> AuditContext.actor("left").open()).get();
        ExecutorService carrying = AuditContext.wrap((ExecutorService) pool);
        assertThat(carrying.submit(CarrierTest::actor).get()).isEqualTo("none");
        try (AuditContext.Scope scope = ALICE.open()) {
            assertThat(carrying.submit(CarrierTest::actor).get()).isEqualTo("alice");
        }
        assertThat(actorInPool()).isEqualTo("left");
    }

    @Test
    void on_stagesCompletedByAStranger_runInTheContext() throws Exception {
        Executor alices = ALICE.on(pool);
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second =
                first.thenApplyAsync(x -> x + actor(), alices).thenApplyAsync(x -> x + actor(), alices);
        try (AuditContext.Scope scope = AuditContext.actor("stranger").open()) {
            first.complete("");
        }
        assertThat(second.get()).isEqualTo("alicealice");
    }

    @Test
    void wrap_schedules_keepTheContextOfTheScheduling() throws Exception {
        ScheduledExecutorService carrying = AuditContext.wrap(pool);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        List<ScheduledFuture<?>> periodic = new ArrayList<>();
        try (AuditContext.Scope scope = ALICE.open()) {
            assertThat(carrying.schedule(CarrierTest::actor, 0, TimeUnit.MILLISECONDS)
                            .get())
                    .isEqualTo("alice");
            carrying.schedule(() -> seen.add("once " + actor()), 0, TimeUnit.MILLISECONDS)
                    .get();
        }
        assertThat(seen.take()).isEqualTo("once alice");
        try (AuditContext.Scope scope = ALICE.open()) {
            periodic.add(carrying.scheduleAtFixedRate(() -> seen.add("rate " + actor()), 0, 1, TimeUnit.MILLISECONDS));
        }
        assertThat(List.of(seen.take(), seen.take())).containsOnly("rate alice");
        periodic.get(0).cancel(false);
        pool.submit(seen::clear).get();
        try (AuditContext.Scope scope = ALICE.open()) {
            periodic.add(
                    carrying.scheduleWithFixedDelay(() -> seen.add("delay " + actor()), 0, 1, TimeUnit.MILLISECONDS));
        }
        assertThat(List.of(seen.take(), seen.take())).containsOnly("delay alice");
        periodic.get(1).cancel(false);
        assertThat(actorInPool()).isEqualTo("none");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void wrap_virtualThreads_carryTheContextAndInheritNone() throws Exception {
        ExecutorService virtual = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        ExecutorService carrying = AuditContext.wrap(virtual);
        List<Future<String>> seen = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            try (AuditContext.Scope scope = AuditContext.actor("user " + i).open()) {
                assertThat(virtual.submit(CarrierTest::actor).get()).isEqualTo("none");
                seen.add(carrying.submit(() -> {
                    String before = actor();
                    LockSupport.parkNanos(1);
                    return before + actor();
                }));
            }
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(seen.get(i).get()).isEqualTo("user " + i + "user " + i);
        }
        carrying.shutdown();
        assertThat(carrying.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private String actorInPool() throws Exception {
        return pool.submit(CarrierTest::actor).get();
    }

    private static String actor() {
        return AuditContext.current()
                .map(context -> context.origin("nobody").actor())
                .orElse("none");
    }
}
