package io.leadfactory.suite.benchmark.budget;

import com.google.common.util.concurrent.RateLimiter;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorBuilder;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.policy.BudgetPolicy;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One call of each, on state that all threads share. Amounts are far from exhausting anything but the full budget. */
@SuppressWarnings("NullAway.Init") // made before each run
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LimiterBenchmark {
    private static final long UNITS = 100;
    private static final long ACTUAL = 70;
    private static final BigDecimal PRICE = new BigDecimal("0.0000001");

    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE / 2);
    private final AtomicLong spent = new AtomicLong();
    private final Object lock = new Object();
    private BigDecimal left = new BigDecimal("9000000000");
    private BudgetMonitor monitor;
    private BudgetMonitor alone;
    private BudgetLine one;
    private BudgetLine four;
    private BudgetLine full;
    private AtomicRateLimiter resilience4j;
    private Bucket bucket4j;
    private dev.failsafe.RateLimiter<Object> failsafe;
    private RateLimiter guava;
    private FailsafeExecutor<String> throughBudget;
    private FailsafeExecutor<String> throughLine;
    private FailsafeExecutor<String> throughNothing;
    private FailsafeExecutor<String> throughBreaker;

    /** Makes all contenders, each with more than a run can use. */
    @Setup
    public void make() {
        BudgetMonitorBuilder builder = BudgetMonitor.builder();
        for (String name : new String[] {"a", "b", "c", "d"}) {
            builder.budget(
                    Budget.named(name).limit("9000000000").per(Period.day()).build());
        }
        monitor = builder.budget(
                        Budget.named("full").limit("1").per(Period.day()).build())
                .build();
        one = monitor.line("a");
        four = monitor.line("a", "b", "c", "d");
        full = monitor.line("full");
        full.reserve(950_000_000);
        resilience4j = new AtomicRateLimiter(
                "all",
                RateLimiterConfig.custom()
                        .limitForPeriod(Integer.MAX_VALUE)
                        .limitRefreshPeriod(Duration.ofSeconds(1))
                        .timeoutDuration(Duration.ZERO)
                        .build());
        bucket4j = Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(1_000_000_000_000L)
                        .refillGreedy(1_000_000_000L, Duration.ofSeconds(1))
                        .build())
                .build();
        failsafe = dev.failsafe.RateLimiter.burstyBuilder(Integer.MAX_VALUE, Duration.ofSeconds(1))
                .build();
        guava = RateLimiter.create(1e12);
        alone = BudgetMonitor.builder()
                .budget(Budget.named("alone")
                        .limit("9000000000")
                        .per(Period.day())
                        .build())
                .build();
        throughBudget = Failsafe.with(BudgetPolicy.<String>builder(alone::tryReserve)
                .spend(Spend.of(PRICE))
                .build());
        throughLine = Failsafe.with(BudgetPolicy.<String>builder(alone.line("alone"))
                .spend(Spend.of(PRICE))
                .build());
        throughNothing = Failsafe.with(new EmptyPolicy<String>());
        throughBreaker = Failsafe.with(
                CircuitBreaker.<String>builder().withFailureThreshold(10).build());
    }

    /** Stops the monitors' threads. */
    @TearDown
    public void close() {
        monitor.close();
        alone.close();
    }

    /** The floor: a compare-and-set loop that reserves, and another that settles. */
    @Benchmark
    public long floor() {
        long before;
        do {
            before = room.get();
            if (before < UNITS) {
                return 0;
            }
        } while (!room.compareAndSet(before, before - UNITS));
        long settled;
        do {
            settled = spent.get();
        } while (!spent.compareAndSet(settled, settled + ACTUAL));
        return settled;
    }

    /** What a read costs. */
    @Benchmark
    public long volatileRead() {
        return room.get();
    }

    /** A hold and its end on one budget. */
    @Benchmark
    public long lineReserveCommit() {
        long ticket = one.tryReserve(UNITS);
        one.commit(ticket, ACTUAL);
        return ticket;
    }

    /** The same on four at once. */
    @Benchmark
    public long lineReserveCommitFour() {
        long ticket = four.tryReserve(UNITS);
        four.commit(ticket, ACTUAL);
        return ticket;
    }

    /** What one budget means now. */
    @Benchmark
    public BudgetStatus lineStatus() {
        return one.status();
    }

    /** A budget at its stop line. */
    @Benchmark
    public long lineRefusal() {
        return full.tryReserve(UNITS);
    }

    /** A permission. */
    @Benchmark
    public boolean resilience4j() {
        return resilience4j.acquirePermission();
    }

    /** A call through Failsafe whose policy is the budget: a hold with its entries, the call, its cost. */
    @Benchmark
    public Object policyCall() {
        return throughBudget.get(() -> "answer");
    }

    /** The same through a policy that spends from a line: a ticket, the call, its cost. */
    @Benchmark
    public Object policyLineCall() {
        return throughLine.get(() -> "answer");
    }

    /** The same call through Failsafe whose policy does nothing: what no policy can be faster than. */
    @Benchmark
    public Object failsafeEmptyCall() {
        return throughNothing.get(() -> "answer");
    }

    /** The same call through Failsafe whose policy is a circuit breaker of its own. */
    @Benchmark
    public Object failsafeBreakerCall() {
        return throughBreaker.get(() -> "answer");
    }

    /** A token. */
    @Benchmark
    public boolean bucket4j() {
        return bucket4j.tryConsume(1);
    }

    /** A permit. */
    @Benchmark
    public boolean failsafe() {
        return failsafe.tryAcquirePermit();
    }

    /** A permit. */
    @Benchmark
    public boolean guava() {
        return guava.tryAcquire();
    }

    /** What people write first. */
    @Benchmark
    public BigDecimal synchronizedBigDecimal() {
        synchronized (lock) {
            if (left.compareTo(PRICE) >= 0) {
                left = left.subtract(PRICE);
            }
            return left;
        }
    }
}
