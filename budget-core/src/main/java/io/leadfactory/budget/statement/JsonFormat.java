package io.leadfactory.budget.statement;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One JSON object, written by jackson-core, which must be there. */
final class JsonFormat implements StatementFormat {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    /** Passes on to what cannot be flushed or closed. */
    private static final class AppendingWriter extends Writer {
        private final Appendable out;

        AppendingWriter(Appendable out) {
            this.out = out;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            out.append(CharBuffer.wrap(text, from, length));
        }

        @Override
        public void flush() {
            // What is written has been passed on.
        }

        @Override
        public void close() {
            // Not ours.
        }
    }

    private @Nullable JsonGenerator json;

    @Override
    public void begin(Appendable out, Budget budget, Window window) throws IOException {
        JsonGenerator to = FACTORY.createGenerator(new AppendingWriter(out));
        json = to;
        to.writeStartObject();
        to.writeStringField("budget", budget.name());
        to.writeStringField("period", window.period().name());
        to.writeStringField("start", window.start().toString());
        Optional<Instant> end = window.end();
        if (end.isPresent()) {
            to.writeStringField("end", end.get().toString());
        }
        to.writeArrayFieldStart("entries");
    }

    @Override
    public void line(Appendable out, StatementLine line) throws IOException {
        JsonGenerator to = started();
        Entry entry = line.entry();
        to.writeStartObject();
        to.writeStringField("at", entry.at().toString());
        to.writeStringField("kind", entry.kind().name());
        to.writeStringField("id", entry.reservation().toString());
        amount(to, "spent", entry.spent());
        amount(to, "held", entry.held());
        amount(to, "allowance", entry.allowance());
        Note note = entry.noteOrNull();
        if (note != null) {
            to.writeStringField("author", note.author());
            to.writeStringField("reason", note.reason());
        }
        to.writeEndObject();
    }

    @Override
    public void end(Appendable out, Balance balance, boolean agrees) throws IOException {
        JsonGenerator to = started();
        to.writeEndArray();
        amount(to, "spent", balance.spent());
        amount(to, "held", balance.held());
        amount(to, "free", balance.free());
        amount(to, "limit", balance.limit());
        to.writeStringField("status", balance.status().name());
        to.writeBooleanField("agrees", agrees);
        to.writeEndObject();
        to.close();
    }

    private static void amount(JsonGenerator to, String name, BigDecimal amount) throws IOException {
        to.writeStringField(name, amount.toPlainString());
    }

    private JsonGenerator started() {
        JsonGenerator to = json;
        if (to == null) {
            throw new IllegalStateException("a statement must begin before it goes on");
        }
        return to;
    }
}
