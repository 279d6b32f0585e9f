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

/** audit-core is optional: with nothing but the other libraries on the class path everything else works. */
class WithoutAuditTest {
    @Test
    void monitor_auditCoreNotThere_works() throws Exception {
        URL[] classPath = Stream.of(
                        BudgetMonitor.class, SpendProbe.class, Failsafe.class, Caffeine.class, LoggerFactory.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);

        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> loader.loadClass("io.leadfactory.audit.AuditTrail"))
                    .isInstanceOf(ClassNotFoundException.class);
            Object probe = loader.loadClass(SpendProbe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(((Supplier<?>) probe).get()).isEqualTo("94.00 WARNING refused OPEN");
        }
    }
}
