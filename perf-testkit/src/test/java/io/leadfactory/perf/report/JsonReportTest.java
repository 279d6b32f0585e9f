package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.Recorder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    @Test
    void render_mixedRun_fitsThePublishedSchema() throws IOException {
        Map<String, Object> json = Json.object(new JsonReport().render(Samples.mixed()));

        assertThat(Json.faults(schema(), json)).isEmpty();
    }

    @Test
    void render_runOfEveryKind_fitsThePublishedSchemaByAnotherValidator() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaText());

        assertThat(schema.validate(new JsonReport().render(Demo.run(20)), InputFormat.JSON))
                .isEmpty();
        assertThat(schema.validate(new JsonReport().render(Samples.mixed()), InputFormat.JSON))
                .isEmpty();
        assertThat(schema.validate("{\"schema\":2}", InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void render_openModel_fitsThePublishedSchema() throws IOException {
        Recorder recorder = Recorder.open();
        recorder.recordDue(0, 1_000, 5_000);
        recorder.fail(9_000, new IllegalStateException("lost"), false);
        Measurement measurement = Measurement.of("open")
                .add(recorder)
                .time(Samples.STARTED, Duration.ofNanos(9_000))
                .build();
        Part part = new Part("", measurement, null, List.of(), List.of());

        Map<String, Object> json =
                Json.object(new JsonReport().render(Samples.run(Samples.scenario("O1", "audit", "open", part))));

        assertThat(Json.faults(schema(), json)).isEmpty();
        assertThat(json.toString()).contains("scheduleLagCurve", "java.lang.IllegalStateException=1");
    }

    @Test
    void render_emptyRun_fitsThePublishedSchemaAndIsNoPass() throws IOException {
        Map<String, Object> json = Json.object(new JsonReport().render(Samples.run()));

        assertThat(Json.faults(schema(), json)).isEmpty();
        assertThat(json).containsEntry("verdict", "INCONCLUSIVE").containsEntry("scenarios", List.of());
    }

    @Test
    void render_scenario_holdsFiguresAndLimits() throws IOException {
        Map<String, Object> json = Json.object(new JsonReport().render(Samples.mixed()));

        Map<String, Object> a1 =
                Json.asObject(Json.asList(json.get("scenarios")).get(0));
        assertThat(a1)
                .containsEntry("id", "A1")
                .containsEntry("verdict", "FAIL")
                .containsEntry("samples", 70L);
        Map<String, Object> part = Json.asObject(Json.asList(a1.get("parts")).get(0));
        Map<String, Object> mean =
                Json.asObject(Json.asList(part.get("findings")).get(0));
        assertThat(mean).containsEntry("metric", "mean").containsEntry("unit", "NANOSECONDS");
        assertThat(mean.get("limit")).isEqualTo(Map.of("bound", "BELOW", "value", 50e6));
        assertThat(mean.get("figure"))
                .isEqualTo(Map.of(
                        "value",
                        44_500_000L,
                        "low",
                        40_100_000L,
                        "high",
                        48_900_000L,
                        "samples",
                        70L,
                        "confidence",
                        0.95));
        Map<String, Object> curve =
                Json.asObject(Json.asObject(part.get("measurement")).get("percentileCurve"));
        assertThat(Json.asList(curve.get("percentiles"))).hasSameSizeAs(Json.asList(curve.get("nanos")));
    }

    @Test
    void render_notANumber_isNull() throws IOException {
        Limit limit = Limit.below(Metric.DEGRADATION, 3);
        Part part = new Part(
                "",
                null,
                null,
                List.of(Samples.finding(
                        limit, Double.NaN, Double.NaN, Double.NaN, 0, Verdict.INCONCLUSIVE, "no reference")),
                List.of());

        Map<String, Object> json =
                Json.object(new JsonReport().render(Samples.run(Samples.scenario("I4", "audit", "load", part))));

        assertThat(Json.faults(schema(), json)).isEmpty();
        assertThat(json.toString()).contains("figure={value=null, low=null, high=null, samples=0, confidence=0.95}");
    }

    @Test
    void render_hostileText_survives() throws IOException {
        Map<String, Object> json = Json.object(new JsonReport()
                .render(Samples.run(Samples.scenario(Samples.HOSTILE, Samples.HOSTILE, Samples.HOSTILE))));

        Map<String, Object> scenario =
                Json.asObject(Json.asList(json.get("scenarios")).get(0));
        assertThat(scenario).containsEntry("title", Samples.HOSTILE);
    }

    @Test
    void faults_documentDoesNotFit_tellsWhere() throws IOException {
        Map<String, Object> json = Json.object("{\"schema\":1,\"more\":1}");

        assertThat(Json.faults(schema(), json))
                .contains("$.schema is not 2: 1", "$.more is not in the schema", "$.verdict is missing");
    }

    private static Map<String, Object> schema() throws IOException {
        return Json.object(schemaText());
    }

    private static String schemaText() throws IOException {
        try (InputStream stream = JsonReport.class.getResourceAsStream("report.schema.json")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
