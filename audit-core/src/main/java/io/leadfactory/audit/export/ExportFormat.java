package io.leadfactory.audit.export;

import io.leadfactory.audit.event.AuditEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * A form in which events leave the trail. Both forms have the same fields in the same order, named as the columns of the
 * table; texts are UTF-8, times are RFC 3339 in UTC with microseconds. The last one, {@code erased}, is {@code true} if the
 * payload was erased: then its fields are empty because they are gone, not because there was nothing.
 */
public enum ExportFormat {
    /**
     * Newline-delimited JSON: one object per event and line, every field in each, null if it is empty. Values, details and
     * attributes are objects whose members are texts or null.
     */
    NDJSON,
    /**
     * Comma-separated values (RFC 4180) with a header. Null is an empty field, the empty text is {@code ""}; values, details
     * and attributes are JSON texts, empty if there are none. A text that a spreadsheet would take for a formula, or that
     * begins with an apostrophe, has an apostrophe more in front; a negative whole number has none.
     */
    CSV;

    /**
     * Writes the events one after another and closes them. Memory does not grow with their number.
     *
     * @param events the events
     * @param out where to write; it stays open
     * @return how many events were written
     * @throws IOException if it cannot be written
     */
    public long write(Stream<AuditEvent> events, Appendable out) throws IOException {
        EventLines form = this == CSV ? new CsvLines() : new JsonLines();
        long written = 0;
        try (events) {
            out.append(form.header());
            for (Iterator<AuditEvent> all = events.iterator(); all.hasNext(); written++) {
                out.append(form.line(all.next()));
            }
        }
        return written;
    }

    /**
     * Writes the events in UTF-8 one after another, flushes, and closes them. Memory does not grow with their number.
     *
     * @param events the events
     * @param out where to write; it stays open
     * @return how many events were written
     * @throws IOException if it cannot be written
     */
    public long write(Stream<AuditEvent> events, OutputStream out) throws IOException {
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        long written = write(events, (Appendable) writer);
        writer.flush();
        return written;
    }
}
