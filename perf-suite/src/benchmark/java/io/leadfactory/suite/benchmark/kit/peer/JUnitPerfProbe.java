package io.leadfactory.suite.benchmark.kit.peer;

import com.github.noconnor.junitperf.JUnitPerfInterceptor;
import com.github.noconnor.junitperf.JUnitPerfReportingConfig;
import com.github.noconnor.junitperf.JUnitPerfTest;
import com.github.noconnor.junitperf.JUnitPerfTestActiveConfig;
import com.github.noconnor.junitperf.data.EvaluationContext;
import com.github.noconnor.junitperf.reporting.ReportGenerator;
import java.util.LinkedHashSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operations as JUnitPerf measures them; the duration is set by its system properties. */
@ExtendWith(JUnitPerfInterceptor.class)
class JUnitPerfProbe {
    static final AtomicReference<@Nullable EvaluationContext> LAST = new AtomicReference<>();

    @JUnitPerfTestActiveConfig
    static final JUnitPerfReportingConfig CONFIG = JUnitPerfReportingConfig.builder()
            .reportGenerator(new ReportGenerator() {
                @Override
                @SuppressWarnings("NonApiType")
                public void generateReport(LinkedHashSet<EvaluationContext> contexts) {
                    contexts.forEach(LAST::set);
                }

                @Override
                public String getReportPath() {
                    return "";
                }
            })
            .build();

    @Test
    @JUnitPerfTest(durationMs = 2_000)
    void nothing() {
        Work.nothing();
    }

    @Test
    @JUnitPerfTest(durationMs = 2_000)
    void busy() {
        Work.busy();
    }

    @Test
    @JUnitPerfTest(durationMs = 2_000)
    void mixture() {
        Work.mixture();
    }
}
