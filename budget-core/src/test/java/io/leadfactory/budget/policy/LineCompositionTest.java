package io.leadfactory.budget.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Failsafe;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.Stores;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That each order of policies means the same for the money when the policy spends from a line. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LineCompositionTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    static Stream<Arguments> rowsInEachModeAndStore() {
        return CompositionTest.rows()
                .flatMap(row -> Stream.of(Mode.values())
                        .flatMap(mode ->
                                Stream.of(Stores.MEMORY, Stores.H2).map(store -> Arguments.of(row, mode, store))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("rowsInEachModeAndStore")
    void composition_byLine_costsTheSameAndInADatabaseEntersTheSame(CompositionTest.Row row, Mode mode, Stores store) {
        PolicyWatch watch = new PolicyWatch(store.create(), true);
        ledger.watch(watch.monitor());
        AtomicInteger tries = new AtomicInteger();

        Mode.Outcome outcome = mode.run(Failsafe.with(row.policies().of(watch)), context -> {
            Object next = row.script().tries().get(tries.getAndIncrement());
            if (next instanceof String text) {
                return text;
            }
            throw new CompositionTest.Broken();
        });

        assertThat(CompositionTest.found(outcome)).isEqualTo(row.result());
        assertThat(tries).hasValue(row.script().tries().size());
        watch.awaitNothingHeld();
        assertThat(watch.spent()).isEqualTo(row.spent());
        if (watch.entersEach()) {
            // Those of one instant are not in the order in which they were made.
            assertThat(watch.kinds()).containsExactlyInAnyOrderElementsOf(row.kinds());
        } else {
            assertThat(watch.monitor().line("openai").reservable())
                    .isEqualTo(95_000_000_000L
                            - new BigDecimal(row.spent()).movePointRight(9).longValueExact());
        }
        watch.check();
    }
}
