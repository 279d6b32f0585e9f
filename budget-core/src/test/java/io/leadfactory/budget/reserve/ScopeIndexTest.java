package io.leadfactory.budget.reserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorBuilder;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeIndexTest {
    private static final List<String> NAMES = List.of("provider", "campaign", "operation", "tenant");

    /** The oracle looks at every definition. */
    @ParameterizedTest
    @ValueSource(longs = {20261127, 7, 99})
    void covering_randomScopes_findsWhatALookAtAllFinds(long seed) {
        Random random = new Random(seed);
        List<Budget> defined = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Budget.Builder budget = Budget.named("b" + i).limit("1");
            tags(random).asMap().forEach(budget::scope);
            defined.add(budget.build());
        }
        for (String tag : NAMES) {
            Budget.Builder template = Budget.named("each-" + tag).limit("1").forEach(tag);
            tags(random).asMap().forEach((name, value) -> {
                if (!name.equals(tag)) {
                    template.scope(name, value);
                }
            });
            defined.add(template.build());
        }
        BudgetMonitorBuilder builder = BudgetMonitor.builder().remember(3);
        defined.forEach(builder::budget);
        builder.budget(Budget.named("all").limit("1").build());
        try (BudgetMonitor monitor = builder.build()) {
            for (int i = 0; i < 500; i++) {
                Tags tags = tags(random);

                assertThat(monitor.line(tags).budgets())
                        .describedAs("tags %s, seed %d", tags, seed)
                        .extracting(Budget::name)
                        .containsExactlyElementsOf(expected(defined, tags));
            }
        }
    }

    private static List<String> expected(List<Budget> defined, Tags tags) {
        List<String> names = new ArrayList<>(List.of("all"));
        for (Budget budget : defined) {
            if (budget.covers(tags)) {
                names.add(budget.forEach()
                        .map(tag -> budget.name() + "/" + tags.asMap().get(tag))
                        .orElse(budget.name()));
            }
        }
        return names.stream().sorted().toList();
    }

    private static Tags tags(Random random) {
        Tags tags = Tags.none();
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                tags = tags.with(name, "v" + random.nextInt(3));
            }
        }
        return tags;
    }

    @Test
    void covering_nothing_saysSomeOfWhatIsDefinedAndHowMuchMore() {
        BudgetMonitorBuilder builder = BudgetMonitor.builder();
        for (int i = 100; i < 150; i++) {
            builder.budget(
                    Budget.named("b" + i).limit("1").scope("tenant", "t" + i).build());
        }
        try (BudgetMonitor monitor = builder.build()) {
            assertThatThrownBy(() -> monitor.tryReserve(Spend.of("1")))
                    .isInstanceOf(UnmatchedSpendException.class)
                    .hasMessageContaining("\"b119\" for {tenant=t119}, 30 more]");
            assertThatThrownBy(() -> monitor.status("b99"))
                    .hasMessageStartingWith("no budget is named \"b99\": defined are [b100, ")
                    .hasMessageEndingWith("b119] and 30 more");
        }
    }
}
