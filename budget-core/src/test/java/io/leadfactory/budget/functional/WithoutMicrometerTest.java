package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.failsafe.Failsafe;
import io.leadfactory.budget.BudgetMonitor;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** micrometer-core is optional: without it policies work, and even decisions are counted. */
class WithoutMicrometerTest {
    @Test
    void policy_micrometerNotThere_works() throws Exception {
        URL[] classPath = Stream.of(
                        BudgetMonitor.class, PolicyProbe.class, Failsafe.class, Caffeine.class, LoggerFactory.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);

        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> loader.loadClass("io.micrometer.core.instrument.MeterRegistry"))
                    .isInstanceOf(ClassNotFoundException.class);
            Object probe = loader.loadClass(PolicyProbe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(((Supplier<?>) probe).get()).isEqualTo("an answer 0.41 granted 1");
        }
    }
}
