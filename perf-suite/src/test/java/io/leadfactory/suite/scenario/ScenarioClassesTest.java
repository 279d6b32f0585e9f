package io.leadfactory.suite.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.junit.PerfGroup;
import io.leadfactory.suite.contract.Row;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

class ScenarioClassesTest {
    @Test
    void of_everyRow_hasAClassOfItsGroup() {
        List<Class<?>> types = ScenarioClasses.of(EnumSet.allOf(Row.class));

        assertThat(types).hasSize(17).doesNotHaveDuplicates().allSatisfy(type -> {
            Row row = ScenarioClasses.row(type).orElseThrow();
            assertThat(type.getSimpleName()).startsWith(row.name());
            assertThat(AnnotationSupport.findAnnotation(type, PerfGroup.class)
                            .orElseThrow()
                            .id())
                    .isEqualTo(row.group().id());
        });
    }

    @Test
    void of_someRows_isInTheContractsOrder() {
        assertThat(ScenarioClasses.of(EnumSet.of(Row.I1, Row.A2)))
                .containsExactly(A2BulkCreation.class, I1AuditAndBudget.class);
    }

    @Test
    void row_classWithoutScenario_isEmpty() {
        assertThat(ScenarioClasses.row(String.class)).isEmpty();
    }
}
