package io.leadfactory.suite.scenario;

import io.leadfactory.perf.junit.PerfExtension;
import io.leadfactory.suite.contract.Limits;
import io.leadfactory.suite.contract.Row;
import io.leadfactory.suite.contract.Selection;
import io.leadfactory.suite.world.DatabaseAddress;
import io.leadfactory.suite.world.Worlds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a scenario its bench and its worlds, closes the worlds afterwards, and skips what was not selected. Thread-safe.
 *
 * <p>Settings are JUnit configuration parameters, or system properties of the same name.
 */
final class SuiteExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(SuiteExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Row row = row(context);
        return Selection.of(settings(context)).contains(row)
                ? ConditionEvaluationResult.enabled("selected")
                : ConditionEvaluationResult.disabled("scenario " + row + " is not among those selected");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Bench.class || type == Worlds.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Map<String, String> settings = settings(context);
        if (parameter.getParameter().getType() == Worlds.class) {
            Worlds worlds = new Worlds(DatabaseAddress.of(settings));
            context.getStore(NAMESPACE).put(Worlds.class, worlds);
            return worlds;
        }
        return new Bench(PerfExtension.runOf(context), Limits.of(settings), row(context));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Worlds worlds = context.getStore(NAMESPACE).remove(Worlds.class, Worlds.class);
        if (worlds != null) {
            worlds.close();
        }
    }

    private static Row row(ExtensionContext context) {
        return ScenarioClasses.row(context.getRequiredTestClass())
                .orElseThrow(() ->
                        new IllegalStateException(context.getRequiredTestClass() + " has no method with @PerfTest"));
    }

    private static Map<String, String> settings(ExtensionContext context) {
        Map<String, String> settings = new LinkedHashMap<>();
        Stream.of(
                        Limits.settings(),
                        List.of(Selection.GROUPS, Selection.SCENARIOS),
                        List.of(DatabaseAddress.URL, DatabaseAddress.USER, DatabaseAddress.PASSWORD))
                .flatMap(List::stream)
                .forEach(name -> context.getConfigurationParameter(name).ifPresent(value -> settings.put(name, value)));
        return settings;
    }
}
