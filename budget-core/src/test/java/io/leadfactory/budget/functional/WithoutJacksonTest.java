package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.failsafe.Failsafe;
import io.leadfactory.budget.BudgetMonitor;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** jackson-core is optional: without it statements are written as tables and CSV. */
class WithoutJacksonTest {
    @Test
    void statement_jacksonNotThere_isWrittenAsCsv() throws Exception {
        URL[] classPath = Stream.of(
                        BudgetMonitor.class, StatementProbe.class, Failsafe.class, Caffeine.class, LoggerFactory.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);

        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Object probe = loader.loadClass(StatementProbe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(((Supplier<?>) probe).get()).isEqualTo("3 lines, com/fasterxml/jackson/core/JsonFactory");
        }
    }
}
