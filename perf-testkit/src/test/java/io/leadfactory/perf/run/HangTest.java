package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HangTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void measure_operationNeverEnds_tellsWhoWhereAndStopsEverybody(boolean virtual) {
        // All of them, so that on a slow machine none can be taken for the one that hangs.
        Set<Thread> stuck = ConcurrentHashMap.newKeySet();
        Scenario.Builder scenario = Scenario.named("s")
                .operation(() -> {
                    stuck.add(Thread.currentThread());
                    waitForAnAnswerThatNeverComes();
                })
                .warmUp(WarmUp.none())
                .iterations(3)
                .hangLimit(Duration.ofMillis(100));
        HangException hang = catchThrowableOfType(
                HangException.class,
                () -> Runner.create().measure((virtual ? scenario.virtualUsers(3) : scenario.users(3)).build()));
        assertThat(String.valueOf(hang.getMessage()).lines().findFirst().orElseThrow())
                .matches("scenario \"s\" hangs: user [012] is in one operation for \\d+ ms, the hang limit is 100 ms; "
                        + "all users ended when they were interrupted; "
                        + "raise hangLimit\\(..\\) if the operation may take so long");
        assertThat(hang.dump()).contains("\"perf-user-1\"").contains("waitForAnAnswerThatNeverComes");
        assertThat(stuck).noneMatch(Thread::isAlive);
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
