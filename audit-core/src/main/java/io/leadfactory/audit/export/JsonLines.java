package io.leadfactory.audit.export;

import io.leadfactory.audit.record.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object to a line, ended by a line feed; every field is there in every line, null if it is empty. For one thread. */
final class JsonLines extends EventLines {

    @Override
    String header() {
        return "";
    }

    @Override
    void text(String field, @Nullable String text) {
        name(field);
        JsonText.append(text, line);
    }

    @Override
    void number(String field, long number) {
        name(field);
        line.append(number);
    }

    @Override
    void members(String field, Map<String, @Nullable String> members) {
        name(field);
        JsonText.append(members, line);
    }

    @Override
    void flag(String field, boolean flag) {
        name(field);
        line.append(flag);
    }

    @Override
    void end() {
        line.append("}\n");
    }

    private void name(String field) {
        line.append(line.isEmpty() ? "{\"" : ",\"").append(field).append("\":");
    }
}
