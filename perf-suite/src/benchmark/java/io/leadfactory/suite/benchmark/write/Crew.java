package io.leadfactory.suite.benchmark.write;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.perf.measure.ThreadCost;
import io.leadfactory.suite.benchmark.variant.Contender;
import io.leadfactory.suite.benchmark.work.LeadClient;
import io.leadfactory.suite.benchmark.work.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The client threads, which stay the same for all variants and start each block together. For one caller. */
final class Crew implements AutoCloseable {
    private static final String ACTOR = "bench";

    private final int size;
    private final ExecutorService threads;

    Crew(int size) {
        this.size = size;
        this.threads = Executors.newFixedThreadPool(size);
    }

    int size() {
        return size;
    }

    /** Each client does this many transactions of the work at the same time. */
    Sample block(Contender contender, List<LeadClient> clients, Work work, int transactions) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Share>> running = new ArrayList<>();
        for (LeadClient client : clients) {
            running.add(threads.submit(share(client, work, transactions, start)));
        }
        long backEnd = contender.database().cpuNanos();
        start.countDown();
        List<Share> shares = running.stream().map(Crew::result).toList();
        backEnd = contender.database().cpuNanos() - backEnd;
        double all = (double) transactions * shares.size();
        long began = shares.stream().mapToLong(Share::began).min().orElseThrow();
        long ended = shares.stream().mapToLong(Share::ended).max().orElseThrow();
        return new Sample(
                shares.stream().mapToLong(Share::cpuNanos).sum() / all,
                backEnd / all,
                median(shares),
                (ended - began) / all,
                shares.stream().mapToLong(Share::allocatedBytes).sum() / all);
    }

    private static Callable<Share> share(LeadClient client, Work work, int transactions, CountDownLatch start) {
        return () -> {
            long[] times = new long[transactions];
            try (AuditContext.Scope scope = AuditContext.actor(ACTOR).open()) {
                start.await();
                long allocated = ThreadCost.allocatedBytes();
                long cpu = ThreadCost.cpuNanos();
                long began = System.nanoTime();
                long last = began;
                for (int i = 0; i < transactions; i++) {
                    client.run(work);
                    long now = System.nanoTime();
                    times[i] = now - last;
                    last = now;
                }
                cpu = ThreadCost.cpuNanos() - cpu;
                allocated = ThreadCost.allocatedBytes() - allocated;
                return new Share(
                        began,
                        last,
                        cpu,
                        allocated,
                        Arrays.stream(times).boxed().toList());
            }
        };
    }

    private static Share result(Future<Share> running) {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while clients were working", e);
        }
    }

    private static double median(List<Share> shares) {
        long[] sorted = shares.stream()
                .flatMapToLong(share -> share.times().stream().mapToLong(Long::longValue))
                .sorted()
                .toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
    }

    /** What one thread did. The list of times is made after the clock has stopped. */
    private record Share(long began, long ended, long cpuNanos, long allocatedBytes, List<Long> times) {}

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
