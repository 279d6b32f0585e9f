package io.leadfactory.perf.report;

import io.leadfactory.perf.define.PerfException;
import org.jspecify.annotations.Nullable;

/** Says that a report could not be written, read or merged, and what to do. */
public final class ReportException extends PerfException {
    private static final long serialVersionUID = 1L;

    ReportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    ReportException(String message) {
        super(message, null);
    }
}
