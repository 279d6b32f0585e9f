package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HangTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void measure_operationNeverEnds_tellsWhoWhereAndStopsEverybody(boolean virtual) {
        CompletableFuture<Thread> stuck = new CompletableFuture<>();
        Scenario.Builder scenario = Scenario.named("s")
                .operation(user -> {
                    if (user.index() == 1) {
                        stuck.complete(Thread.currentThread());
                        waitForAnAnswerThatNeverComes();
                    }
                })
                .warmUp(WarmUp.none())
                .iterations(3)
                .hangLimit(Duration.ofMillis(100));
        HangException hang = catchThrowableOfType(
                HangException.class,
                () -> Runner.create().measure((virtual ? scenario.virtualUsers(3) : scenario.users(3)).build()));
        assertThat(hang)
                .hasMessageStartingWith("scenario \"s\" hangs: user 1 is in one operation for ")
                .hasMessageContaining("the hang limit is 100 ms")
                .hasMessageContaining("all users ended when they were interrupted")
                .hasMessageContaining("raise hangLimit(..)");
        assertThat(hang.dump()).contains("\"perf-user-1\"").contains("waitForAnAnswerThatNeverComes");
        assertThat(stuck.join().isAlive()).isFalse();
    }

    private static void waitForAnAnswerThatNeverComes() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void measure_operationIgnoresInterruption_isLeftBehindAndNamed() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Thread> stuck = new CompletableFuture<>();
        Scenario scenario = Scenario.named("s")
                .operation(() -> {
                    stuck.complete(Thread.currentThread());
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                })
                .warmUp(WarmUp.none())
                .iterations(1)
                .hangLimit(Duration.ofMillis(50))
                .build();
        HangException hang =
                catchThrowableOfType(HangException.class, () -> Runner.create().measure(scenario));
        assertThat(hang).hasMessageContaining("left behind, because they ignore interruption: user 0");
        assertThat(stuck.join().isDaemon()).isTrue();
        release.countDown();
        stuck.join().join();
    }

    @Test
    void measure_setUpNeverEnds_isAHangToo() {
        Scenario scenario = Scenario.named("s")
                .perUser(user -> {
                    waitForAnAnswerThatNeverComes();
                    return () -> {};
                })
                .operation(() -> {})
                .iterations(1)
                .hangLimit(Duration.ofMillis(50))
                .build();
        HangException hang =
                catchThrowableOfType(HangException.class, () -> Runner.create().measure(scenario));
        assertThat(hang.dump()).contains("waitForAnAnswerThatNeverComes");
    }
}
