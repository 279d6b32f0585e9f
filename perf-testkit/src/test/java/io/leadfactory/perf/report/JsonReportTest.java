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
        assertThat(schema.validate(new JsonReport().render(Exhibits.run()), InputFormat.JSON))
                .isEmpty();
        assertThat(schema.validate("{\"schema\":3}", InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void render_everyExhibit_fitsThePublishedSchema() throws IOException {
        assertThat(Json.faults(schema(), Json.object(new JsonReport().render(Exhibits.run()))))
                .isEmpty();
    }

    @Test
    void render_mixWithCounters_tellsCostAndMachine() throws IOException {
        Map<String, Object> measurement = Json.asObject(part(0, 0).get("measurement"));

        assertThat(Json.asObject(measurement.get("counts")).get("statements"))
                .isEqualTo(Map.of("total", 150L, "operations", 50L, "perOperation", 3L));
        assertThat(measurement.get("gc"))
                .isEqualTo(Map.of(
                        "collections",
                        4L,
                        "timeNanos",
                        20_000_000L,
                        "pauses",
                        3L,
                        "pauseTimeNanos",
                        12_000_000L,
                        "longestPauseNanos",
                        7_000_000L));
        assertThat(Json.asObject(measurement.get("operations")))
                .containsOnlyKeys("read", "write")
                .extractingByKey("write")
                .satisfies(write -> assertThat(Json.asObject(write)).containsEntry("samples", 10L));
        Map<String, Object> machine = Json.asObject(measurement.get("machine"));
        assertThat(machine)
                .containsEntry("wasTheLimit", true)
                .containsEntry("usersWaitingCores", 0.6)
                .containsEntry("sentence", Exhibits.disturbed().sentence());
        assertThat(Json.asObject(machine.get("fitness")))
                .containsEntry("state", "UNFIT")
                .containsEntry("rulerNanos", 1.25);
        assertThat(Json.asObject(measurement.get("warmUp"))).containsEntry("errors", 1L);
    }

    @Test
    void render_sweep_tellsPointsAndLaw() throws IOException {
        Map<String, Object> scaling = Json.asObject(part(1, 3).get("scaling"));

        assertThat(part(1, 0)).containsEntry("scaling", null);
        assertThat(Json.asList(scaling.get("points"))).hasSize(4);
        assertThat(Json.asObject(Json.asList(scaling.get("points")).get(3)))
                .containsEntry("users", 8L)
                .extractingByKey("throughputInterval")
                .isNotNull();
        Map<String, Object> law = Json.asObject(scaling.get("law"));
        assertThat(number(law, "contention")).isBetween(0.0, 0.2);
        assertThat(number(law, "peakUsers")).isBetween(8.0, 40.0);
    }

    @Test
    void render_bystander_tellsTheFaultButNoMessage() throws IOException {
        assertThat(part(2, 1).get("brokenUse"))
                .isEqualTo(Map.of("begun", 40L, "failed", 38L, "firstErrorType", "java.sql.SQLException"));
        assertThat(part(2, 0)).containsEntry("brokenUse", null);
        assertThat(new JsonReport().render(Exhibits.run())).doesNotContain(Exhibits.PRIVATE);
        assertThat(new HtmlReport().render(Exhibits.run()))
                .contains("38 of 40 failed during the fault, the first by java.sql.SQLException")
                .doesNotContain(Exhibits.PRIVATE);
    }

    @Test
    void render_comparisons_tellLooksAndLoads() throws IOException {
        Map<String, Object> looks = Json.asObject(part(3, 0).get("comparison"));
        assertThat(looks.get("plan")).isEqualTo(Map.of("limit", 1.05, "slack", 0.01, "budgetNanos", 4_000_000_000L));
        assertThat(Json.asList(looks.get("looks"))).hasSize(2);
        assertThat(Json.asObject(Json.asList(looks.get("looks")).get(1)))
                .containsEntry("ratio", 1.025)
                .containsEntry("fresh", 1.02)
                .containsEntry("elapsedNanos", 2_000_000_000L);
        assertThat(Json.asObject(looks.get("clock"))).containsEntry("name", "CPU");
        assertThat(Json.asList(Json.asObject(looks.get("otherPairs")).get("referenceNanos")))
                .hasSize(200);

        Map<String, Object> loads =
                Json.asObject(Json.asObject(part(4, 0).get("comparison")).get("loads"));
        assertThat(loads).containsEntry("asked", 6L).containsEntry("unsteady", 1L);
        assertThat(Json.asList(loads.get("pairs"))).containsExactly(40L, 40L, 40L, 40L, 40L);
        assertThat(Json.asList(loads.get("ratios"))).hasSize(5);
    }

    @Test
    void render_memory_tellsTheLeak() throws IOException {
        Map<String, Object> leak =
                Json.asObject(Json.asObject(part(5, 0).get("memory")).get("leak"));

        assertThat(leak).containsEntry("cycles", 8L);
        assertThat(number(leak, "bytesPerOperation"))
                .isEqualTo(Samples.memory().leak().bytesPerOperation());
        assertThat(number(leak, "high")).isEqualTo(Samples.memory().leak().high());
    }

    private static double number(Map<String, Object> json, String name) {
        return ((Number) Objects.requireNonNull(json.get(name))).doubleValue();
    }

    private static Map<String, Object> part(int scenario, int part) throws IOException {
        Map<String, Object> json = Json.object(new JsonReport().render(Exhibits.run()));
        Map<String, Object> found =
                Json.asObject(Json.asList(json.get("scenarios")).get(scenario));
        return Json.asObject(Json.asList(found.get("parts")).get(part));
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
                .contains("$.schema is not 3: 1", "$.more is not in the schema", "$.verdict is missing");
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
