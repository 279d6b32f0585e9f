package io.leadfactory.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the READMEs, and what they are continued by, against what is compiled and what is run. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CUT =
            Pattern.compile("<!-- cut from (\\S+)#(\\S+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVA_FENCE = Pattern.compile("^```java$", Pattern.MULTILINE);
    private static final Pattern ANCHOR = Pattern.compile("\\]\\((?!https?:)([^)#]*)#([^)]+)\\)");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)[^)]*\\)");

    static Stream<Path> readmes() {
        return Stream.of(
                        "README.md",
                        "audit-core/README.md",
                        "audit-core/REFERENCE.md",
                        "budget-core/README.md",
                        "perf-testkit/README.md",
                        "perf-suite/README.md")
                .map(ROOT::resolve);
    }

    @ParameterizedTest
    @MethodSource("readmes")
    void readme_javaCode_isCutFromATest(Path readme) {
        String text = read(readme);

        Matcher cut = CUT.matcher(text);
        int cuts = 0;
        while (cut.find()) {
            cuts++;
            Path source = readme.resolveSibling(cut.group(1));
            assertThat(cut.group(3))
                    .as("%s: the code below 'cut from %s#%s'", readme, cut.group(1), cut.group(2))
                    .isEqualTo(region(source, cut.group(2)));
        }

        assertThat(cuts)
                .as("%s: java fences that are cut from a test", readme)
                .isPositive()
                .isEqualTo((int) JAVA_FENCE.matcher(text).results().count());
    }

    @ParameterizedTest
    @MethodSource("readmes")
    void readme_links_leadSomewhere(Path readme) {
        assertThat(LINK.matcher(read(readme)).results().map(link -> readme.resolveSibling(link.group(1))))
                .allSatisfy(target -> assertThat(target).exists());
    }

    @ParameterizedTest
    @MethodSource("readmes")
    void readme_anchors_nameAHeading(Path readme) {
        assertThat(ANCHOR.matcher(read(readme)).results().filter(link -> {
                    Path target = link.group(1).isEmpty() ? readme : readme.resolveSibling(link.group(1));
                    return !anchors(target).contains(link.group(2));
                }))
                .extracting(MatchResult::group)
                .as("%s: links to headings that are not there", readme)
                .isEmpty();
    }

    @Test
    void readme_commands_areRunByCi() {
        String ci = read(ROOT.resolve(".ci/run"));
        Matcher shell = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL).matcher(read(ROOT.resolve("README.md")));
        List<String> commands = new ArrayList<>();
        while (shell.find()) {
            shell.group(1)
                    .lines()
                    .map(line -> line.replaceFirst("\\s*#.*", ""))
                    .filter(line -> line.startsWith("mvn "))
                    .forEach(commands::add);
        }

        assertThat(commands)
                .as("Maven commands in README.md")
                .isNotEmpty()
                .allSatisfy(command -> assertThat(ci).contains("maven" + command.substring("mvn".length())));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path file) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{Alnum} -]", "").replace(' ', '-'))
                .toList();
    }

    private static String region(Path source, String name) {
        List<String> lines = read(source).lines().toList();
        int start = lines.stream().map(String::strip).toList().indexOf("// readme:" + name);
        int end = lines.stream().map(String::strip).toList().indexOf("// end:" + name);
        assertThat(start).as("line '// readme:%s' in %s", name, source).isNotNegative();
        assertThat(end).as("line '// end:%s' in %s", name, source).isGreaterThan(start);
        return String.join("\n", lines.subList(start + 1, end)).stripIndent() + "\n";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
