package io.leadfactory.perf.junit;

import io.leadfactory.perf.report.ReportException;
import io.leadfactory.perf.report.ScenarioReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/**
 * Runs {@link PerfTest} methods: injects their {@link PerfRun}, has its findings decide when the method is over, and
 * collects them into one report. Thread-safe. Comes with the annotations; there is no need to name it.
 *
 * <p>Settings, as system properties or JUnit configuration parameters: {@code perf.report}, the folder for reports, default
 * {@code target/perf-report}, or {@code none}; {@code perf.tables}, whether tables are printed at the end, default true;
 * {@code perf.progress}, whether progress is printed, default true; {@code perf.colour}, whether tables are coloured,
 * default false; {@code perf.inconclusive}, {@code fail} (default) or {@code abort}, for a test that is aborted by an
 * assumption too; {@code perf.title}, the report's title; {@code perf.error-rate}, the probability
 * of a false FAIL in the whole run, default 0.01; {@code perf.checks}, how many statistical limits the run judges, if known. A {@link RunPlan} lets the progress count through the whole run.
 */
public final class PerfExtension
        implements BeforeEachCallback,
                AfterEachCallback,
                InvocationInterceptor,
                ParameterResolver,
                LifecycleMethodExecutionExceptionHandler,
                TestWatcher {
    private static final Namespace NAMESPACE = Namespace.create(PerfExtension.class);
    private static final int STACK_LINES = 24;

    /** Creates the extension; JUnit does. */
    public PerfExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        perfTest(context.getRequiredTestMethod()).ifPresent(test -> begin(context, test));
    }

    /** Calls the test once as JUnit would; then, if its body is the operation, measures it, and judges what is declared. */
    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invoked,
            ExtensionContext context)
            throws Throwable {
        Method method = context.getRequiredTestMethod();
        PerfRun run = context.getStore(NAMESPACE).get(PerfRun.class, PerfRun.class);
        invocation.proceed();
        if (run == null) {
            return;
        }
        Declared.measured(method).ifPresent(measured -> measure(run, measured, method, context));
        run.judgeAll(Declared.limits(method));
    }

    private static void measure(PerfRun run, Measured measured, Method method, ExtensionContext context) {
        Object instance = context.getRequiredTestInstance();
        Declared.sweep(measured, run.scenario(run.name()), method, instance)
                .ifPresentOrElse(
                        run::sweep,
                        () -> run.measure(Declared.scenario(measured, run.scenario(run.name()), method, instance)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        PerfRun run = context.getStore(NAMESPACE).remove(PerfRun.class, PerfRun.class);
        if (run == null) {
            return;
        }
        RunCollector collector = collector(context);
        Throwable failure = context.getExecutionException().orElse(null);
        boolean aborted = failure instanceof TestAbortedException;
        ScenarioReport report = run.report(failure == null || aborted ? null : trace(failure));
        report = aborted ? RunCollector.abandoned(report, aborted(failure)) : report;
        collector.add(report, run.environment());
        if (failure == null || aborted) {
            run.conclude(report, collector.settings().abortInconclusive(), collector.page());
        }
    }

    /** Reports a scenario that is not run, so that nobody takes its absence for a pass. */
    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        perfTest(context.getRequiredTestMethod())
                .ifPresent(test -> collector(context)
                        .miss(
                                test.id(),
                                group(test, context.getRequiredTestClass()),
                                test.title(),
                                "disabled: " + reason.orElse("no reason was given")));
    }

    /** Reports what failed before or after the run of the scenario, as a constructor or another extension does. */
    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        afterwards(
                context, (collector, test, group) -> collector.breakOff(test.id(), group, test.title(), trace(cause)));
    }

    /** Reports what was aborted before or after the run of the scenario. */
    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        afterwards(context, (collector, test, group) -> collector.miss(test.id(), group, test.title(), aborted(cause)));
    }

    private interface Afterwards {
        void tell(RunCollector collector, PerfTest test, RunCollector.Group group);
    }

    private static void afterwards(ExtensionContext context, Afterwards call) {
        PerfTest test = perfTest(context.getRequiredTestMethod()).orElse(null);
        if (test == null) {
            return;
        }
        RunCollector collector;
        try {
            collector = collector(context);
        } catch (ReportException | IllegalArgumentException alreadyTold) {
            // There is no report to tell it to: settings or folder are wrong, by which the tests themselves fail.
            return;
        }
        call.tell(collector, test, group(test, context.getRequiredTestClass()));
    }

    /** Reports the scenarios of a class whose set-up fails, because none of its tests will begin. */
    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        breakOffAll(context, context.getRequiredTestClass(), failure);
        throw failure;
    }

    /** Reports the scenarios of a class whose tear-down fails: whatever it was to check or close is in doubt. */
    @Override
    public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        breakOffAll(context, context.getRequiredTestClass(), failure);
        throw failure;
    }

    private static void breakOffAll(ExtensionContext context, Class<?> type, Throwable failure) {
        RunCollector collector = collector(context);
        if (failure instanceof TestAbortedException) {
            perfTests(type)
                    .forEach(method -> perfTest(method)
                            .ifPresent(test ->
                                    collector.miss(test.id(), group(test, type), test.title(), aborted(failure))));
        } else {
            perfTests(type)
                    .forEach(method -> perfTest(method)
                            .ifPresent(test ->
                                    collector.breakOff(test.id(), group(test, type), test.title(), trace(failure))));
        }
        ReflectionSupport.findNestedClasses(type, nested -> AnnotationSupport.isAnnotated(nested, Nested.class))
                .forEach(nested -> breakOffAll(context, nested, failure));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PerfRun.class
                && context.getTestMethod().flatMap(PerfExtension::perfTest).isPresent();
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(PerfRun.class);
    }

    /**
     * Returns the run of a test, for an extension that builds on this one.
     *
     * @param context the context of a test method that is a {@link PerfTest}, from before-each on
     * @return its run
     * @throws IllegalStateException if the test is none, or has not begun
     */
    public static PerfRun runOf(ExtensionContext context) {
        PerfRun run = context.getStore(NAMESPACE).get(PerfRun.class, PerfRun.class);
        if (run == null) {
            throw new IllegalStateException("there is no run: \"" + context.getDisplayName()
                    + "\" is no @PerfTest method, or it has not begun");
        }
        return run;
    }

    private static void begin(ExtensionContext context, PerfTest test) {
        Class<?> type = context.getRequiredTestClass();
        RunCollector.Group group = group(test, type);
        RunCollector collector = collector(context);
        Declared.check(context.getRequiredTestMethod(), Declared.limits(context.getRequiredTestMethod()));
        collector.claim(test.id(), group);
        PerfRun run = new PerfRun(
                test.id(),
                group.id(),
                test.title(),
                collector.runner(type, perfTests(type).size()),
                collector.given(),
                collector.errorControl());
        context.getStore(NAMESPACE).put(PerfRun.class, run);
    }

    private static RunCollector collector(ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
        // Not by the store's own get-or-compute: JUnit 5 knows one method for it, JUnit 6 wants another.
        synchronized (PerfExtension.class) {
            RunCollector known = store.get(RunCollector.class, RunCollector.class);
            if (known != null) {
                return known;
            }
            RunCollector opened = RunCollector.open(context::getConfigurationParameter);
            store.put(RunCollector.class, opened);
            return opened;
        }
    }

    private static Optional<PerfTest> perfTest(Method method) {
        return AnnotationSupport.findAnnotation(method, PerfTest.class);
    }

    private static List<Method> perfTests(Class<?> type) {
        return AnnotationSupport.findAnnotatedMethods(type, PerfTest.class, HierarchyTraversalMode.TOP_DOWN);
    }

    private static RunCollector.Group group(PerfTest test, Class<?> type) {
        PerfGroup named = null;
        for (Class<?> at = type; at != null && named == null; at = at.getEnclosingClass()) {
            named = AnnotationSupport.findAnnotation(at, PerfGroup.class).orElse(null);
        }
        if (named != null && (test.group().isEmpty() || test.group().equals(named.id()))) {
            return new RunCollector.Group(named.id(), named.title());
        }
        String id = test.group().isEmpty() ? type.getSimpleName() : test.group();
        return new RunCollector.Group(id, id);
    }

    private static String aborted(@Nullable Throwable cause) {
        return "aborted: " + (cause == null ? "no reason was given" : cause.getMessage());
    }

    private static String trace(@Nullable Throwable failure) {
        if (failure == null) {
            return "JUnit did not say why";
        }
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().lines().limit(STACK_LINES).collect(Collectors.joining("\n"));
    }
}
