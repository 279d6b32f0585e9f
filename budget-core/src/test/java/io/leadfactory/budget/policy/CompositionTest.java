package io.leadfactory.budget.policy;

import static io.leadfactory.budget.ledger.Entry.Kind.CHARGE;
import static io.leadfactory.budget.ledger.Entry.Kind.COMMIT;
import static io.leadfactory.budget.ledger.Entry.Kind.HOLD;
import static io.leadfactory.budget.ledger.Entry.Kind.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Bulkhead;
import dev.failsafe.BulkheadFullException;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.Fallback;
import dev.failsafe.Policy;
import dev.failsafe.RateLimitExceededException;
import dev.failsafe.RateLimiter;
import dev.failsafe.RetryPolicy;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.plan.BudgetException;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Spend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each order of policies means for the money, in each way in which Failsafe executes. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class CompositionTest {
    @RegisterExtension
    final PolicyWatch watch = new PolicyWatch();

    /** What the call does at each try: what it returns, or what it throws. */
    record Script(List<Object> tries) {}

    /**
     * An order of policies, and what must come of it.
     *
     * @param name what is special about it
     * @param policies outermost first
     * @param script what the call does
     * @param result what comes out: text, or the class of an exception
     * @param kinds the ledger
     * @param spent what is spent
     */
    record Row(String name, Compose policies, Script script, Object result, List<Entry.Kind> kinds, String spent) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Compose {
        List<Policy<String>> of(PolicyWatch watch);
    }

    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static Row row(
            String name, Compose policies, Script script, Object result, String spent, Entry.Kind... kinds) {
        return new Row(name, policies, script, result, List.of(kinds), spent);
    }

    private static Script script(Object... tries) {
        return new Script(List.of(tries));
    }

    static Stream<Row> rows() {
        return Stream.of(
                row(
                        "budget alone: the result is priced",
                        watch -> List.of(watch.policy().build()),
                        script("0.41"),
                        "0.41",
                        "0.41",
                        HOLD,
                        COMMIT),
                row(
                        "budget alone: a failure costs its hold",
                        watch -> List.of(watch.policy().build()),
                        script(Broken.class),
                        Broken.class,
                        "0.50",
                        HOLD,
                        CHARGE),
                row(
                        "budget alone: unknown outcomes are released",
                        watch -> List.of(watch.policy()
                                .onUnknown(UnknownOutcome.release())
                                .build()),
                        script(Broken.class),
                        Broken.class,
                        "0.00",
                        HOLD,
                        RELEASE),
                row(
                        "budget alone: unknown outcomes cost a floor",
                        watch -> List.of(watch.policy()
                                .onUnknown(UnknownOutcome.floor("0.02"))
                                .build()),
                        script(Broken.class),
                        Broken.class,
                        "0.02",
                        HOLD,
                        COMMIT),
                row(
                        "budget alone: an exception that costs nothing",
                        watch -> List.of(
                                watch.policy().costsNothingOn(Broken.class).build()),
                        script(Broken.class),
                        Broken.class,
                        "0.00",
                        HOLD,
                        RELEASE),
                row(
                        "retry outside: one hold per try",
                        watch -> List.of(retry(), watch.policy().build()),
                        script(Broken.class, Broken.class, "0.41"),
                        "0.41",
                        "1.41",
                        HOLD,
                        CHARGE,
                        HOLD,
                        CHARGE,
                        HOLD,
                        COMMIT),
                row(
                        "retry inside: one hold, and only the last result is seen",
                        watch -> List.of(watch.policy().build(), retry()),
                        script(Broken.class, "0.41"),
                        "0.41",
                        "0.41",
                        HOLD,
                        COMMIT),
                row(
                        "retry inside: all tries fail",
                        watch -> List.of(watch.policy().build(), retry()),
                        script(Broken.class, Broken.class, Broken.class),
                        Broken.class,
                        "0.50",
                        HOLD,
                        CHARGE),
                row(
                        "retry inside, breaker inside it: the breaker's refusal does not make the try before it free",
                        watch -> List.of(watch.policy().build(), retry(), breaker()),
                        script(Broken.class),
                        CircuitBreakerOpenException.class,
                        "0.50",
                        HOLD,
                        CHARGE),
                row(
                        "retry outside and inside: one hold per outer try; the inner one is used up by the first",
                        watch -> List.of(retry(), watch.policy().build(), retry()),
                        script(Broken.class, Broken.class, Broken.class, Broken.class, "0.41"),
                        "0.41",
                        "1.41",
                        HOLD,
                        CHARGE,
                        HOLD,
                        CHARGE,
                        HOLD,
                        COMMIT),
                row(
                        "fallback outside: the call is paid, its value is not",
                        watch -> List.of(Fallback.of("0.07"), watch.policy().build()),
                        script(Broken.class),
                        "0.07",
                        "0.50",
                        HOLD,
                        CHARGE),
                row(
                        "fallback outside, asynchronous",
                        watch -> List.of(
                                Fallback.<String>builder(() -> "0.07")
                                        .withAsync()
                                        .build(),
                                watch.policy().build()),
                        script(Broken.class),
                        "0.07",
                        "0.50",
                        HOLD,
                        CHARGE),
                row(
                        "fallback inside: its value is priced like a result",
                        watch -> List.of(watch.policy().build(), Fallback.of("0.07")),
                        script(Broken.class),
                        "0.07",
                        "0.07",
                        HOLD,
                        COMMIT),
                row(
                        "breaker inside, open: costs nothing",
                        watch -> List.of(watch.policy().build(), open(breaker())),
                        script(),
                        CircuitBreakerOpenException.class,
                        "0.00",
                        HOLD,
                        RELEASE),
                row(
                        "breaker outside, open: nothing is held",
                        watch -> List.of(open(breaker()), watch.policy().build()),
                        script(),
                        CircuitBreakerOpenException.class,
                        "0.00"),
                row(
                        "bulkhead inside, full: costs nothing",
                        watch -> List.of(watch.policy().build(), fullBulkhead()),
                        script(),
                        BulkheadFullException.class,
                        "0.00",
                        HOLD,
                        RELEASE),
                row(
                        "rate limiter inside, exceeded: costs nothing",
                        watch -> List.of(watch.policy().build(), exceededLimiter()),
                        script(),
                        RateLimitExceededException.class,
                        "0.00",
                        HOLD,
                        RELEASE),
                row(
                        "budget inside, which refuses: costs the outer one nothing",
                        watch -> List.of(
                                watch.policy().build(),
                                watch.policy().spend(Spend.of("95.01")).build()),
                        script(),
                        BudgetRefusedException.class,
                        "0.00",
                        HOLD,
                        RELEASE),
                row(
                        "the recommended order",
                        watch -> List.of(
                                Fallback.of("0.07"),
                                RetryPolicy.<String>builder()
                                        .abortOn(BudgetException.class)
                                        .build(),
                                Bulkhead.of(1),
                                RateLimiter.<String>burstyBuilder(10, Duration.ofHours(1))
                                        .build(),
                                watch.policy().build(),
                                CircuitBreaker.ofDefaults(),
                                dev.failsafe.Timeout.of(Duration.ofHours(1))),
                        script("0.41"),
                        "0.41",
                        "0.41",
                        HOLD,
                        COMMIT));
    }

    static Stream<Arguments> rowsInEachMode() {
        return rows().flatMap(row -> Stream.of(Mode.values()).map(mode -> Arguments.of(row, mode)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("rowsInEachMode")
    void composition_inEachMode_leavesTheRightLedger(Row row, Mode mode) {
        AtomicInteger tries = new AtomicInteger();

        Mode.Outcome outcome = mode.run(Failsafe.with(row.policies().of(watch)), context -> {
            Object next = row.script().tries().get(tries.getAndIncrement());
            if (next instanceof String text) {
                return text;
            }
            throw new Broken();
        });

        assertThat(found(outcome)).isEqualTo(row.result());
        assertThat(tries).hasValue(row.script().tries().size());
        watch.awaitNothingHeld();
        assertThat(watch.kinds()).containsExactlyElementsOf(row.kinds());
        assertThat(watch.spent()).isEqualTo(row.spent());
    }

    private record Denial(String name, Denied policies, int refusals, Object result) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Denied {
        List<Policy<String>> of(BudgetPolicy<String> budget);
    }

    static Stream<Arguments> denialsInEachMode() {
        Stream<Denial> rows = Stream.of(
                new Denial("budget alone", List::of, 1, BudgetRefusedException.class),
                new Denial(
                        "retry outside: repeated like any exception",
                        budget -> List.of(retry(), budget),
                        3,
                        BudgetRefusedException.class),
                new Denial(
                        "retry outside that aborts: asked once",
                        budget -> List.of(
                                RetryPolicy.<String>builder()
                                        .abortOn(BudgetException.class)
                                        .build(),
                                budget),
                        1,
                        BudgetRefusedException.class),
                new Denial("fallback outside: its value", budget -> List.of(Fallback.of("0.07"), budget), 1, "0.07"),
                new Denial(
                        "breaker and timeout inside: not reached",
                        budget -> List.of(budget, breaker(), dev.failsafe.Timeout.of(Duration.ofHours(1))),
                        1,
                        BudgetRefusedException.class));
        return rows.flatMap(row -> Stream.of(Mode.values()).map(mode -> Arguments.of(row, mode)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("denialsInEachMode")
    void denial_inEachMode_isToldAndNoCallIsMade(Denial row, Mode mode) {
        watch.spendAll();
        List<BudgetRefusedEvent<String>> refused = new ArrayList<>();
        List<Object> failures = new ArrayList<>();
        BudgetPolicy<String> budget = watch.policy()
                .onRefused(event -> {
                    refused.add(event);
                    throw new Broken();
                })
                .onFailure(failures::add)
                .build();
        AtomicInteger calls = new AtomicInteger();

        Mode.Outcome outcome = mode.run(Failsafe.with(row.policies().of(budget)), context -> {
            calls.incrementAndGet();
            return "0.41";
        });

        assertThat(found(outcome)).isEqualTo(row.result());
        assertThat(calls).hasValue(0);
        assertThat(failures).isEmpty();
        assertThat(refused).hasSize(row.refusals()).allSatisfy(event -> {
            assertThat(event.refusal().budget().name()).isEqualTo("openai");
            assertThat(event.spend().amount()).isEqualByComparingTo("0.50");
        });
    }

    @ParameterizedTest
    @MethodSource("modes")
    void breaker_outsideBudget_takesADenialForAFailure(Mode mode) {
        watch.spendAll();
        CircuitBreaker<String> breaker = breaker();

        mode.run(Failsafe.with(List.of(breaker, watch.policy().build())), context -> "0.41");

        assertThat(breaker.isOpen()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void breaker_insideBudget_doesNotHearOfADenial(Mode mode) {
        watch.spendAll();
        CircuitBreaker<String> breaker = breaker();

        mode.run(Failsafe.with(List.of(watch.policy().build(), breaker)), context -> "0.41");

        assertThat(breaker.isClosed()).isTrue();
        assertThat(breaker.getExecutionCount()).isZero();
    }

    static Mode[] modes() {
        return Mode.values();
    }

    static @Nullable Object found(Mode.Outcome outcome) {
        return outcome.exception() == null
                ? outcome.result()
                : outcome.exception().getClass();
    }

    private static RetryPolicy<String> retry() {
        return RetryPolicy.ofDefaults();
    }

    private static CircuitBreaker<String> breaker() {
        return CircuitBreaker.<String>builder()
                .withFailureThreshold(1)
                .withDelay(Duration.ofHours(1))
                .build();
    }

    private static CircuitBreaker<String> open(CircuitBreaker<String> breaker) {
        breaker.open();
        return breaker;
    }

    private static Bulkhead<String> fullBulkhead() {
        Bulkhead<String> bulkhead = Bulkhead.of(1);
        assertThat(bulkhead.tryAcquirePermit()).isTrue();
        return bulkhead;
    }

    private static RateLimiter<String> exceededLimiter() {
        RateLimiter<String> limiter =
                RateLimiter.<String>burstyBuilder(1, Duration.ofHours(1)).build();
        assertThat(limiter.tryAcquirePermit()).isTrue();
        return limiter;
    }
}
