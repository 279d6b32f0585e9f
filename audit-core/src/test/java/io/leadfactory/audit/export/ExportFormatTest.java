package io.leadfactory.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.example.SampleEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFormatTest {
    private final SampleEvents events = new SampleEvents();

    @Test
    void ndjson_event_isOneLineWithEveryField() throws IOException {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put("email", "a\n\"b\"");
        values.put("score", null);
        AuditEvent event = events.event("UPDATE", Map.of(), values);
        assertThat(write(ExportFormat.NDJSON, event))
                .isEqualTo("{\"event_id\":\"" + event.id() + "\",\"transaction_id\":\"" + event.transactionId()
                        + "\",\"lane\":7,\"number\":1,\"step\":0,\"occurred_at\":\"2026-03-01T00:00:01.000000Z\","
                        + "\"action\":\"UPDATE\",\"outcome\":\"SUCCESS\",\"subject_type\":\"Lead\","
                        + "\"subject_id\":\"42\",\"actor\":\"alice\",\"on_behalf_of\":null,\"ip\":null,"
                        + "\"user_agent\":null,\"request_id\":null,\"reason\":null,\"attributes\":{},"
                        + "\"details\":{},\"old_values\":{},"
                        + "\"new_values\":{\"email\":\"a\\n\\\"b\\\"\",\"score\":null},\"erased\":false}\n");
    }

    @Test
    void csv_event_isOneRecordBelowTheHeader() throws IOException {
        Origin origin = new Origin("=cmd|' /C calc'!A0", "", null, "a,b", "-5", "it's \"so\"", Map.of());
        AuditEvent event = events.event("UPDATE", Outcome.DENIED, origin, Map.of(), Map.of("n", "1"));
        assertThat(write(ExportFormat.CSV, event))
                .isEqualTo(
                        "event_id,transaction_id,lane,number,step,occurred_at,action,outcome,subject_type,subject_id,"
                                + "actor,on_behalf_of,ip,user_agent,request_id,reason,attributes,details,old_values,"
                                + "new_values,erased\r\n" + event.id() + ',' + event.transactionId()
                                + ",7,1,0,2026-03-01T00:00:01.000000Z,UPDATE,DENIED,Lead,42,"
                                + "'=cmd|' /C calc'!A0,\"\",,\"a,b\",-5,\"it's \"\"so\"\"\",,,,\"{\"\"n\"\":\"\"1\"\"}\",false\r\n");
    }

    @Test
    void write_erasedEvent_saysSo() throws IOException {
        AuditEvent empty = events.event("INSERT", Map.of(), Map.of());
        AuditEvent erased = events.erased("INSERT");
        assertThat(write(ExportFormat.NDJSON, empty)).endsWith("\"new_values\":{},\"erased\":false}\n");
        assertThat(write(ExportFormat.NDJSON, erased)).endsWith("\"new_values\":{},\"erased\":true}\n");
        assertThat(write(ExportFormat.CSV, empty)).endsWith(",,,false\r\n");
        assertThat(write(ExportFormat.CSV, erased)).endsWith(",,,true\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"=1,'=1", "+1,'+1", "-1+2,'-1+2", "-12,-12", "@a,'@a", "'a,''a", "-,'-", "a=1,a=1"})
    void csv_formulas_getAnApostrophe(String actor, String expected) throws IOException {
        AuditEvent event = events.event("A", Outcome.SUCCESS, Origin.of(actor), Map.of(), Map.of());
        assertThat(write(ExportFormat.CSV, event)).contains(",42," + expected + ",,");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void csv_randomTexts_areReadBackByAParser(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            AuditEvent event = randomEvent(random);
            String csv = write(ExportFormat.CSV, event);
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setNullString("")
                    .setQuoteMode(QuoteMode.ALL_NON_NULL)
                    .get();
            try (CSVParser parser = CSVParser.parse(csv, format)) {
                assertThat(parser.getHeaderNames()).isEqualTo(EventLines.FIELDS);
                List<CSVRecord> records = parser.getRecords();
                assertThat(records).as("seed %s, round %s", seed, round).hasSize(1);
                CSVRecord found = records.get(0);
                Origin origin = event.origin();
                assertThat(plain(found.get("actor"))).isEqualTo(origin.actor());
                assertThat(plain(found.get("user_agent"))).isEqualTo(origin.userAgent());
                assertThat(plain(found.get("reason"))).isEqualTo(origin.reason());
                assertThat(members(found.get("new_values"))).isEqualTo(event.newValues());
                for (String field : List.of("actor", "reason")) {
                    String text = found.get(field);
                    assertThat(text == null || !text.matches("(?s)[=+@\t\r\n].*"))
                            .as("seed %s, round %s: %s is no formula", seed, round, field)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ndjson_randomTexts_areReadBackByAParser(long seed) throws IOException {
        Random random = new Random(seed);
        List<AuditEvent> written = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            written.add(randomEvent(random));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ExportFormat.NDJSON.write(written.stream(), out)).isEqualTo(100);
        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
        assertThat(lines).hasSize(101);
        for (int i = 0; i < 100; i++) {
            Map<String, @Nullable String> line = members(lines[i]);
            AuditEvent event = written.get(i);
            assertThat(line.keySet()).containsExactlyElementsOf(EventLines.FIELDS);
            assertThat(line.get("actor")).isEqualTo(event.actor());
            assertThat(line.get("reason")).isEqualTo(event.origin().reason());
        }
    }

    @Test
    void write_anyEvents_closesThemAndCounts() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        Stream<AuditEvent> none = Stream.<AuditEvent>empty().onClose(() -> closed.set(true));
        StringBuilder out = new StringBuilder();
        assertThat(ExportFormat.NDJSON.write(none, out)).isZero();
        assertThat(closed).isTrue();
        assertThat(out).isEmpty();
    }

    private static String write(ExportFormat format, AuditEvent event) throws IOException {
        StringBuilder out = new StringBuilder();
        assertThat(format.write(Stream.of(event), out)).isEqualTo(1);
        return out.toString();
    }

    private AuditEvent randomEvent(Random random) {
        Origin origin = new Origin('x' + text(random), null, null, maybe(random), null, maybe(random), Map.of());
        Origin risky =
                random.nextBoolean() ? origin : Origin.of("=@-+'\t".charAt(random.nextInt(6)) + text(random) + 'x');
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            values.put("n" + i + text(random), maybe(random));
        }
        return events.event("A", Outcome.SUCCESS, risky, Map.of(), values);
    }

    private static @Nullable String maybe(Random random) {
        return random.nextInt(4) == 0 ? null : text(random);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        String letters = "ab ,;\"'\r\n\t=+-@\\{}:\u00e9\u2028\u4e2d";
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    /** The text without the apostrophe that keeps spreadsheets from calculating it. */
    private static @Nullable String plain(@Nullable String field) {
        return field != null && field.startsWith("'") ? field.substring(1) : field;
    }

    private static Map<String, @Nullable String> members(@Nullable String json) throws IOException {
        Map<String, @Nullable String> members = new LinkedHashMap<>();
        if (json == null) {
            return members;
        }
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                members.put(name, value.isScalarValue() && value != JsonToken.VALUE_NULL ? parser.getText() : null);
                parser.skipChildren();
            }
            assertThat(parser.nextToken()).isNull();
        }
        return members;
    }
}
