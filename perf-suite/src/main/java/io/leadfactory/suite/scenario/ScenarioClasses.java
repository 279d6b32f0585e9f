package io.leadfactory.suite.scenario;

import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.suite.contract.Row;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which class measures which of the contract's rows. */
public final class ScenarioClasses {
    private static final Map<Row, Class<?>> CLASSES = new TreeMap<>();

    static {
        Stream.of(
                        A1EventCreation.class,
                        A2BulkCreation.class,
                        A3ReportQuery.class,
                        A4SessionEvents.class,
                        A5ConcurrentWriters.class,
                        M1AuditUnderLoad.class,
                        M2BudgetCheck.class,
                        M3ConcurrentChecks.class,
                        M4MixedOperations.class,
                        M5MemoryUnderLoad.class,
                        M6ErrorRecovery.class,
                        M7Health.class,
                        I1AuditAndBudget.class,
                        I2CircuitBreaker.class,
                        I3ConcurrentIntegration.class,
                        I4LoadDegradation.class,
                        I5ErrorCascade.class)
                .forEach(type -> CLASSES.put(row(type).orElseThrow(), type));
    }

    private ScenarioClasses() {}

    /**
     * Returns the classes that measure rows.
     *
     * @param rows the rows
     * @return a class for each, in the rows' order
     */
    public static List<Class<?>> of(Collection<Row> rows) {
        return rows.stream()
                .<Class<?>>map(row -> Objects.requireNonNull(CLASSES.get(row), () -> "no class measures " + row))
                .toList();
    }

    /** Finds the row that a class measures, by the id of its scenario. */
    static Optional<Row> row(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .map(method -> method.getAnnotation(PerfTest.class))
                .filter(Objects::nonNull)
                .map(test -> Row.of(test.id()))
                .findFirst();
    }
}
