package io.leadfactory.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.report.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GateTest {
    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --groups=audti               | unknown group "audti": choose among audit, monitoring, integration
        --groups=                    | unknown group "": choose among audit, monitoring, integration
        --scenarios=A9               | unknown scenario "A9": choose among A1, A2, A3, A4, A5, M1, M2, M3, M4, M5, M6, M7, I1, I2, I3, I4, I5
        --limit=A1.mean=-1           | unusable limit perf.limit.A1.mean="-1": give a time of at least 0, as 50, 50ms, 800us or 1.5s
        --limit=A1.mean=soon         | unusable limit perf.limit.A1.mean="soon": give a time of at least 0, as 50, 50ms, 800us or 1.5s
        --limit=A1.median=1          | scenario A1 has no limit "median" (perf.limit.A1.median): choose among mean, p95, max
        --jdbc-url=jdbc:oracle:x     | unusable database address "jdbc:oracle:x": give a JDBC URL that starts with jdbc:h2:, or none for a database in memory
        """)
    void execute_unusableSetting_saysOneSentenceAndMeasuresNothing(String option, String sentence) {
        int code = execute(option);

        assertThat(code).isEqualTo(ExitCode.ERROR.number());
        assertThat(errors).hasToString(sentence + System.lineSeparator());
        assertThat(folder.resolve("report.json")).doesNotExist();
    }

    @Test
    void execute_databaseThatIsNotThere_saysSo() {
        int code = execute("--jdbc-url=jdbc:h2:file:" + folder.resolve("nowhere"));

        assertThat(code).isEqualTo(ExitCode.ERROR.number());
        assertThat(errors.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("cannot reach the database \"jdbc:h2:file:" + folder.resolve("nowhere") + "\""));
    }

    @Test
    void execute_reportFolderThatIsAFile_saysSo() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");

        int code = execute("--report=" + file);

        assertThat(code).isEqualTo(ExitCode.ERROR.number());
        assertThat(errors.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("cannot write reports into folder \"" + file + "\""));
    }

    @Test
    void execute_impossibleLimit_failsAndReportsIt() throws IOException {
        int code = execute("--scenarios=M2", "--limit=M2.mean=1000s", "--limit=M2.p95=1000s", "--limit=M2.max=1ns");

        assertThat(code).isEqualTo(ExitCode.FAIL.number());
        assertThat(Files.readString(folder.resolve("report.md")))
                .containsPattern("M2 in memory max .* above the limit < 1 ns");
        assertThat(Files.readString(folder.resolve("report.json"))).contains("\"id\" : \"M2\"", "\"FAIL\"");
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void execute_limitsThatAnyMachineKeeps_passes() throws IOException {
        int code = execute("--scenarios=M2", "--limit=M2.mean=1000s", "--limit=M2.p95=1000s", "--limit=M2.max=1000s");

        assertThat(code).isEqualTo(ExitCode.PASS.number());
        assertThat(Files.readString(folder.resolve("report.json")))
                .contains("\"id\" : \"M2\"")
                .doesNotContain("\"FAIL\"");
    }

    private int execute(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        if (all.stream().noneMatch(option -> option.startsWith("--report"))) {
            all.add("--report=" + folder);
        }
        all.add("--quiet");
        CommandLine gate = Gate.commandLine(Map.of()).setErr(new PrintWriter(errors, true));
        return gate.execute(all.toArray(String[]::new));
    }
}
