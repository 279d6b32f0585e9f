package io.leadfactory.perf.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** micrometer-core is optional, and so is everything else: a watch needs the JDK and this jar. */
class WithoutMicrometerTest {
    /** Is loaded by a class loader that knows nothing but the kit. */
    public static final class Probe implements Supplier<String> {
        /** Made by reflection. */
        public Probe() {}

        @Override
        public String get() {
            StringBuilder heard = new StringBuilder();
            try (Watch watch = Watch.builder()
                    .threshold(Threshold.max("audit", Duration.ofMillis(1)))
                    .listener(alert -> heard.append(alert.threshold().operation()))
                    .build()) {
                watch.record("audit", 5_000_000, false);
                watch.tick();
            }
            return heard.toString();
        }
    }

    @Test
    void watch_nothingButTheKit_works() throws Exception {
        URL[] classPath = Stream.of(Watch.class, Probe.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> loader.loadClass("io.micrometer.core.instrument.MeterRegistry"))
                    .isInstanceOf(ClassNotFoundException.class);
            Object probe = loader.loadClass(Probe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(((Supplier<?>) probe).get()).isEqualTo("audit");
        }
    }
}
