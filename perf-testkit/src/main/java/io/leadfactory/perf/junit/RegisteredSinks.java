package io.leadfactory.perf.junit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sinks of this JVM. A launching program has no other way to hand an object to an extension. Thread-safe. */
final class RegisteredSinks {
    private static final List<RunReportSink> SINKS = new CopyOnWriteArrayList<>();

    private RegisteredSinks() {}

    static RunReportSink.Registration add(RunReportSink sink) {
        SINKS.add(sink);
        return () -> SINKS.remove(sink);
    }

    static List<RunReportSink> now() {
        return List.copyOf(SINKS);
    }
}
