package io.leadfactory.perf.watch.micrometer;

import io.leadfactory.perf.watch.Feed;
import io.leadfactory.perf.watch.Watch;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings a watch what the timers of a Micrometer registry counted since the last tick. Thread-safe. Needs micrometer-core.
 *
 * <p>A timer tells a number and a sum, so there are means, error rates and throughputs, but no percentiles. Its maximum is
 * that of the registry's own rolling time. What a timer counted before the first tick is not recorded. A timer counts as one
 * of failures if it has a tag {@code error} or {@code exception} other than {@code none}, as Spring's have.
 *
 * <p>The registry's counts must only grow, as those of a {@code SimpleMeterRegistry} or a {@code PrometheusMeterRegistry} do. A
 * {@link StepMeterRegistry} begins anew with each step and is refused. A composite answers with the counts of any one of its
 * registries and cannot be checked: do not give one that has such a registry, or a simple one that counts by steps. What seems
 * to have shrunk is not recorded.
 */
public final class TimerFeed implements Feed {
    private record Count(long number, double nanos) {}

    private final MeterRegistry registry;
    private final Map<String, String> operations;
    private final Predicate<Meter.Id> failures;
    private final Map<Meter.Id, Count> seen = new HashMap<>(); // guarded by this
    private boolean begun; // guarded by this

    private TimerFeed(MeterRegistry registry, Map<String, String> operations, Predicate<Meter.Id> failures) {
        this.registry = registry;
        this.operations = operations;
        this.failures = failures;
    }

    /**
     * Returns a feed that brings nothing yet.
     *
     * @param registry where the timers are
     * @return the feed; call {@link #timer(String, String)}
     * @throws IllegalArgumentException if the registry counts anew in each step
     */
    public static TimerFeed of(MeterRegistry registry) {
        if (registry instanceof StepMeterRegistry) {
            throw new IllegalArgumentException("the registry's counts must only grow: those of a "
                    + registry.getClass().getSimpleName()
                    + " begin anew with each step; give a SimpleMeterRegistry or a PrometheusMeterRegistry,"
                    + " alone or beside it");
        }
        return new TimerFeed(Objects.requireNonNull(registry, "registry"), Map.of(), TimerFeed::hasError);
    }

    /**
     * Returns a feed that brings one more timer, under all its tags.
     *
     * @param meter the timer's name in the registry, {@code "audit.append"}
     * @param operation the operation's name in the watch, {@code "audit"}
     * @return the feed
     */
    public TimerFeed timer(String meter, String operation) {
        Map<String, String> more = new LinkedHashMap<>(operations);
        more.put(meter, operation);
        return new TimerFeed(registry, more, failures);
    }

    /**
     * Returns the same with another rule for what is a failure.
     *
     * @param rule answers true for timers that count failures
     * @return the feed
     */
    public TimerFeed failures(Predicate<Meter.Id> rule) {
        return new TimerFeed(registry, operations, Objects.requireNonNull(rule, "rule"));
    }

    @Override
    public synchronized void pull(Watch watch) {
        operations.forEach((meter, operation) -> {
            for (Timer timer : registry.find(meter).timers()) {
                pull(watch, operation, timer);
            }
        });
        begun = true;
    }

    private void pull(Watch watch, String operation, Timer timer) {
        Count now = new Count(timer.count(), timer.totalTime(TimeUnit.NANOSECONDS));
        @Nullable Count before = seen.put(timer.getId(), now);
        if (before == null && !begun) {
            return;
        }
        long number = now.number() - (before == null ? 0 : before.number());
        long nanos = Math.round(now.nanos() - (before == null ? 0 : before.nanos()));
        if (number <= 0) {
            return;
        }
        boolean failed = failures.test(timer.getId());
        watch.recordMany(
                operation,
                failed ? 0 : number,
                failed ? number : 0,
                Math.max(0, nanos),
                Math.round(timer.max(TimeUnit.NANOSECONDS)));
    }

    private static boolean hasError(Meter.Id id) {
        for (Tag tag : id.getTags()) {
            boolean ofErrors = tag.getKey().equals("error") || tag.getKey().equals("exception");
            if (ofErrors && !tag.getValue().toLowerCase(Locale.ROOT).equals("none")) {
                return true;
            }
        }
        return false;
    }
}
