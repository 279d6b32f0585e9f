package io.leadfactory.perf.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.leadfactory.perf.history.HistoryEntry.Point;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history file. Immutable.
 *
 * @param text the line as it stands in the file
 * @param entry what it says; empty if it cannot be read
 * @param problem why it cannot be read, with its number; empty if it can
 * @param isKept whether it stays in the file
 */
record HistoryLine(String text, Optional<HistoryEntry> entry, Optional<String> problem, boolean isKept) {
    /** The version of the lines that are written. */
    static final int VERSION = 1;

    private static final JsonFactory FACTORY = new JsonFactory();

    static HistoryLine read(int number, String text) {
        try {
            Map<String, Object> members = object(text);
            if (!(members.get("v") instanceof Number version)) {
                return broken(number, text, "has no version");
            }
            if (version.intValue() > VERSION) {
                String problem = "line " + number + " is of version " + version
                        + ", newer than this kit reads: it is left out and kept";
                return new HistoryLine(text, Optional.empty(), Optional.of(problem), true);
            }
            return new HistoryLine(text, Optional.of(entry(members)), Optional.empty(), true);
        } catch (IOException | IllegalArgumentException | ClassCastException | DateTimeException e) {
            return broken(number, text, "cannot be read");
        }
    }

    private static HistoryLine broken(int number, String text, String why) {
        String problem = "line " + number + " " + why + ": it is left out";
        return new HistoryLine(text, Optional.empty(), Optional.of(problem), false);
    }

    static String write(HistoryEntry entry) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("scenario", entry.scenario());
            json.writeStringField("machine", entry.machine());
            json.writeStringField("at", entry.at().toString());
            json.writeStringField("verdict", entry.verdict().name());
            number(json, "rulerNanos", entry.rulerNanos());
            json.writeArrayFieldStart("points");
            for (Point point : entry.points()) {
                Figure figure = point.figure();
                json.writeStartObject();
                json.writeStringField("part", point.part());
                json.writeStringField("metric", figure.metric().id());
                json.writeStringField("label", figure.metric().label());
                json.writeStringField("unit", figure.metric().unit().name());
                number(json, "value", figure.value());
                number(json, "low", figure.low());
                number(json, "high", figure.high());
                json.writeNumberField("samples", figure.samples());
                json.writeNumberField("confidence", figure.confidence());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    private static HistoryEntry entry(Map<String, Object> members) {
        List<Point> points = new ArrayList<>();
        for (Object member : (List<?>) member(members, "points")) {
            points.add(point((Map<?, ?>) member));
        }
        return new HistoryEntry(
                text(members, "scenario"),
                text(members, "machine"),
                Instant.parse(text(members, "at")),
                Verdict.valueOf(text(members, "verdict")),
                number(members, "rulerNanos"),
                points);
    }

    private static Point point(Map<?, ?> members) {
        Metric metric =
                new Metric(text(members, "metric"), text(members, "label"), Unit.valueOf(text(members, "unit")));
        double confidence = number(members, "confidence");
        return new Point(
                text(members, "part"),
                new Figure(
                        metric,
                        number(members, "value"),
                        number(members, "low"),
                        number(members, "high"),
                        (long) number(members, "samples"),
                        Double.isNaN(confidence) ? Judge.CONFIDENCE : confidence));
    }

    private static Object member(Map<?, ?> members, String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static String text(Map<?, ?> members, String name) {
        return (String) member(members, name);
    }

    private static double number(Map<?, ?> members, String name) {
        return members.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }

    private static Map<String, Object> object(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a line is an object");
            }
            Map<String, Object> members = members(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("a line is one object");
            }
            return members;
        }
    }

    private static Map<String, Object> members(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object value = value(parser);
                    if (value != null) {
                        list.add(value);
                    }
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> null;
        };
    }
}
