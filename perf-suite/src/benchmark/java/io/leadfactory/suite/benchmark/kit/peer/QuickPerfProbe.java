package io.leadfactory.suite.benchmark.kit.peer;

import org.junit.jupiter.api.Test;
import org.quickperf.annotation.MeasureExecutionTime;
import org.quickperf.junit5.QuickPerfTest;

/** The operations as QuickPerf measures them: the time of one test method. */
@QuickPerfTest
class QuickPerfProbe {
    /** What a loop of a test method repeats, because one execution is all that is timed. */
    static final int REPEATED = 200;

    @Test
    @MeasureExecutionTime
    void nothing() {
        Work.nothing();
    }

    @Test
    @MeasureExecutionTime
    void busy() {
        for (int i = 0; i < REPEATED; i++) {
            Work.busy();
        }
    }

    @Test
    @MeasureExecutionTime
    void mixture() {
        for (int i = 0; i < REPEATED; i++) {
            Work.mixture();
        }
    }
}
