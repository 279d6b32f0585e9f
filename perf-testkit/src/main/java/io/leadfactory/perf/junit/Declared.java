package io.leadfactory.perf.junit;

import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Quantity;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Sweep;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Scaling;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;

/** Reads what annotations declare, and refuses loudly what cannot be read. */
final class Declared {
    private Declared() {}

    /** Returns the limits beside a test, none if there are none. */
    static List<Limit> limits(Method method) {
        Optional<Limits> found = AnnotationSupport.findAnnotation(method, Limits.class);
        if (found.isEmpty()) {
            return List.of();
        }
        Limits declared = found.get();
        List<Limit> limits = new ArrayList<>();
        try {
            below(limits, Metric.MEAN, declared.mean());
            below(limits, Metric.P50, declared.p50());
            below(limits, Metric.P95, declared.p95());
            below(limits, Metric.P99, declared.p99());
            below(limits, Metric.MAX, declared.max());
            if (!declared.throughput().isEmpty()) {
                limits.add(Limit.atLeast(Metric.THROUGHPUT, Quantity.perSecond("throughput", declared.throughput())));
            }
            for (String text : declared.value()) {
                limits.add(Limit.parse(text));
            }
            limits.add(Limit.atMost(Metric.ERRORS, (double) declared.errors()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("@Limits of " + method.getName() + ": " + e.getMessage(), e);
        }
        return List.copyOf(limits);
    }

    private static void below(List<Limit> limits, Metric metric, String text) {
        if (!text.isEmpty()) {
            limits.add(Limit.below(metric, Quantity.time(metric.id(), text)));
        }
    }

    /** Checks that the body of a measured test can be an operation. */
    static void check(Method method, List<Limit> limits) {
        Measured measured = measured(method).orElse(null);
        if (measured == null) {
            return;
        }
        if (method.getParameterCount() > 0 || method.getReturnType() != void.class) {
            throw new IllegalArgumentException(
                    "@Measured is for a method without parameters and result, because its body" + " is the operation: "
                            + method.getName() + "; take away @Measured and measure a lambda by PerfRun");
        }
        if (limits.isEmpty()) {
            throw new IllegalArgumentException(
                    "@Measured needs @Limits beside it, or nothing would be judged: " + method.getName());
        }
        if (measured.users() < 0 || measured.iterations() < 0 || measured.rounds() < 0) {
            throw new IllegalArgumentException(
                    "users, iterations and rounds of @Measured must not be negative: " + method.getName());
        }
        checkSweep(method, measured, limits);
    }

    private static void checkSweep(Method method, Measured measured, List<Limit> limits) {
        boolean swept = measured.sweep().length > 0;
        if (swept && measured.users() > 0) {
            throw new IllegalArgumentException(
                    "@Measured has users or a sweep over several numbers of users, not both: " + method.getName()
                            + "; take away users");
        }
        if (!swept && measured.rounds() > 0) {
            throw new IllegalArgumentException("rounds of @Measured are those of a sweep: " + method.getName()
                    + "; state sweep = {1, 2, 4, 8}, or take away rounds");
        }
        for (Limit limit : limits) {
            if (!swept && Scaling.isOfScaling(limit.metric())) {
                throw new IllegalArgumentException(
                        "a limit on " + limit.metric().id()
                                + " needs several numbers of users: " + method.getName()
                                + "; state @Measured(sweep = {1, 2, 4, 8})");
            }
        }
        if (swept) {
            // Refused before the body is called for the first time.
            sweep(measured, Scenario.named(method.getName()), () -> {});
        }
    }

    static Optional<Measured> measured(Method method) {
        return AnnotationSupport.findAnnotation(method, Measured.class);
    }

    /** Makes the body of a test the operation of a scenario. */
    static Scenario scenario(Measured measured, Scenario.Builder builder, Method method, Object instance) {
        return scenario(measured, builder, operation(method, instance));
    }

    /** Makes the body of a test the operation of a sweep; empty if it is measured with one number of users. */
    static Optional<Sweep> sweep(Measured measured, Scenario.Builder builder, Method method, Object instance) {
        return measured.sweep().length == 0
                ? Optional.empty()
                : Optional.of(sweep(measured, builder, operation(method, instance)));
    }

    private static Sweep sweep(Measured measured, Scenario.Builder builder, Operation body) {
        Sweep sweep = Sweep.of(scenario(measured, builder, body)).over(measured.sweep());
        return measured.rounds() > 0 ? sweep.rounds(measured.rounds()) : sweep;
    }

    private static Scenario scenario(Measured measured, Scenario.Builder builder, Operation body) {
        builder.operation(body);
        if (measured.users() > 0) {
            builder.users(measured.users());
        }
        if (!measured.duration().isEmpty()) {
            builder.duration(Quantity.time("duration of @Measured", measured.duration()));
        }
        if (measured.iterations() > 0) {
            builder.iterations(measured.iterations());
        }
        return builder.build();
    }

    /** By a handle and not by reflection, so that an exception of the body is not wrapped. */
    private static Operation operation(Method method, Object instance) {
        try {
            method.setAccessible(true);
            MethodHandle plain = MethodHandles.lookup().unreflect(method);
            MethodHandle body = Modifier.isStatic(method.getModifiers()) ? plain : plain.bindTo(instance);
            return () -> call(body);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("@Measured cannot call " + method + ": make it accessible", e);
        }
    }

    private static void call(MethodHandle body) throws Exception {
        try {
            body.invoke();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("neither an exception nor an error", e);
        }
    }
}
