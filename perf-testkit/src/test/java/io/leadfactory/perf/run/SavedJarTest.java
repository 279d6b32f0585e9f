package io.leadfactory.perf.run;

import static io.leadfactory.perf.define.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.SavedJar;
import io.leadfactory.perf.judge.ComparisonJudge;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Loads;
import io.leadfactory.perf.measure.PairedMeasurement;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both jars hold a class of the same name, which moves a clock that both share by a different time. */
public class SavedJarTest {
    /** What the compiled code reaches through the class path: it is shared by both sides. */
    public static final AtomicLong CLOCK = new AtomicLong();

    /** How many operations were closed. */
    public static final AtomicInteger CLOSED = new AtomicInteger();

    /** How long the compiler has worked, as the operations say. */
    public static final AtomicLong COMPILED = new AtomicLong();

    /** What each load of a jar draws, as a compiler that makes other code of it each time. */
    public static final Random COMPILER = new Random();

    private static final String PARSER = """
            package com.acme;
            import io.leadfactory.perf.run.SavedJarTest;
            public class Parser %s {
                private final String text = read();
                %s
                private static String read() {
                    try (java.io.InputStream in = Thread.currentThread().getContextClassLoader()
                            .getResourceAsStream("millis.txt")) {
                        return new String(in.readAllBytes());
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
                void work() {
                    SavedJarTest.CLOCK.addAndGet(Long.parseLong(text) * 1_000_000);
                }
            }
            """;
    private static final String COMPILED_ANEW = """
            package com.acme;
            import io.leadfactory.perf.run.SavedJarTest;
            public class Parser implements Runnable {
                private static final double LUCK = Math.exp(0.03 * SavedJarTest.COMPILER.nextGaussian());
                private final double nanos = %s * LUCK;
                public void run() {
                    SavedJarTest.CLOCK.addAndGet(Math.round(nanos * (0.999 + 0.002 * SavedJarTest.COMPILER.nextDouble())));
                }
            }
            """;

    private static final String RUNNABLE = PARSER.formatted("implements Runnable", "public void run() { work(); }");

    @TempDir
    private Path folder;

    private final FakeTime time = new FakeTime() {
        @Override
        public long nanos() {
            return CLOCK.get();
        }

        @Override
        public long compilerNanos() {
            return COMPILED.get();
        }
    };

    private Path jar(String name, String source, int millis) throws IOException {
        Path classes = Files.createDirectory(folder.resolve(name));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(URI.create("memory:///com/acme/Parser.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of(
                "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn");
        assertThat(compiler.getTask(null, null, null, options, null, List.of(file))
                        .call())
                .isTrue();
        Path jar = folder.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
            }
            out.putNextEntry(new JarEntry("millis.txt"));
            out.write(Integer.toString(millis).getBytes(StandardCharsets.US_ASCII));
        }
        return jar;
    }

    private PairedMeasurement compare(SavedJar reference, SavedJar candidate) {
        return Runner.create()
                .withTime(time)
                .compare(Comparison.named("c")
                        .reference(reference)
                        .candidate(candidate)
                        .pairs(20)
                        .warmUp(2)
                        .build());
    }

    private PairedMeasurement compiledAnew(long seed, int loads, Path reference, Path candidate) {
        COMPILER.setSeed(seed);
        return Runner.create()
                .withTime(time)
                .compare(Comparison.named("c")
                        .reference(SavedJar.of(reference, "com.acme.Parser"))
                        .candidate(SavedJar.of(candidate, "com.acme.Parser"))
                        .tolerance(percent(3))
                        .loads(loads)
                        .warmUp(2)
                        .build());
    }

    private static long falseAlarms(List<PairedMeasurement> all) {
        Limit limit = Limit.atMost(Metric.OVERHEAD, 1.03);
        return all.stream()
                .filter(pairs -> ComparisonJudge.judge(pairs, limit).verdict() == Verdict.FAIL)
                .count();
    }

    @Test
    void compare_compilerMakesOtherCodeOfIdenticalClasses_isNoRegression() throws IOException {
        Path one = jar("one", COMPILED_ANEW.formatted("1e7"), 1);
        Path same = jar("same", COMPILED_ANEW.formatted("1e7"), 1);
        List<PairedMeasurement> often = LongStream.range(0, 20)
                .mapToObj(seed -> compiledAnew(seed, 12, one, same))
                .toList();
        List<PairedMeasurement> once = LongStream.range(0, 20)
                .mapToObj(seed -> compiledAnew(seed, 1, one, same))
                .toList();
        assertThat(falseAlarms(once)).as("what one load would say").isGreaterThan(2);
        assertThat(falseAlarms(often)).isZero();
        assertThat(often)
                .allSatisfy(
                        pairs -> assertThat(pairs.loads().pairs()).hasSize(12).allMatch(size -> size % 2 == 0));
    }

    @Test
    void compare_compilerMakesOtherCodeOfSlowerClasses_isARegression() throws IOException {
        Path one = jar("one", COMPILED_ANEW.formatted("1e7"), 1);
        Path slower = jar("slower", COMPILED_ANEW.formatted("1.15e7"), 1);
        List<PairedMeasurement> all = LongStream.range(0, 8)
                .mapToObj(seed -> compiledAnew(seed, 12, one, slower))
                .toList();
        assertThat(falseAlarms(all)).isEqualTo(8);
    }

    private PairedMeasurement withTolerance(Path jar, Duration budget) {
        SavedJar saved = SavedJar.of(jar, "com.acme.Parser");
        return Runner.create()
                .withTime(time)
                .compare(Comparison.named("c")
                        .reference(saved)
                        .candidate(saved)
                        .tolerance(percent(3))
                        .warmUp(2)
                        .budget(budget)
                        .build());
    }

    private static Finding notSlower(PairedMeasurement pairs) {
        return ComparisonJudge.judge(pairs, Limit.atMost(Metric.OVERHEAD, 1.03))
                .findings()
                .get(0);
    }

    @Test
    void compare_codeThatBeginsSlowlyAfterEachLoad_isMeasuredWhenItIsFast() throws IOException {
        String warming = PARSER.formatted(
                "implements Runnable",
                "private int calls; public void run() { SavedJarTest.CLOCK.addAndGet(calls++ < 6 ? 30_000_000 : 10_000_000); }");
        PairedMeasurement pairs = withTolerance(jar("warming", warming, 1), Duration.ofSeconds(30));
        assertThat(pairs.loads().pairs()).hasSize(12);
        assertThat(pairs.pairs()).allMatch(pair -> pair.referenceNanos() == 10e6 && pair.candidateNanos() == 10e6);
        assertThat(notSlower(pairs).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void compare_codeThatNeverGetsSteady_isInconclusiveAndSaysSo() throws IOException {
        String slower = PARSER.formatted(
                "implements Runnable",
                "private long nanos = 10_000_000; public void run() { SavedJarTest.CLOCK.addAndGet(nanos += 200_000); }");
        PairedMeasurement pairs = withTolerance(jar("slower", slower, 1), Duration.ofSeconds(10));
        assertThat(pairs.pairs()).isEmpty();
        assertThat(notSlower(pairs))
                .returns(Verdict.INCONCLUSIVE, Finding::verdict)
                .extracting(Finding::reason)
                .asString()
                .startsWith("0 of 12 loads of the saved jars count, 5 are needed, and of ")
                .endsWith(
                        " the times still changed after the warm-up: raise budget(..) above 10000 ms or make the operation"
                                + " shorter");
    }

    @Test
    void compare_longToLoad_beginsNoLoadThatDoesNotFit() throws IOException {
        String slowToLoad = PARSER.formatted(
                "implements Runnable",
                "public Parser() { SavedJarTest.CLOCK.addAndGet(1_000_000_000L); }"
                        + " public void run() { SavedJarTest.CLOCK.addAndGet(1_000_000); }");
        long began = CLOCK.get();
        PairedMeasurement pairs = withTolerance(jar("slow", slowToLoad, 1), Duration.ofSeconds(10));
        assertThat(pairs.loads().pairs()).hasSizeBetween(2, 4);
        assertThat(CLOCK.get() - began).isLessThan(10_000_000_000L);
        assertThat(notSlower(pairs).reason()).startsWith(pairs.loads().pairs().size() + " of 12 loads");
    }

    @Test
    void compare_operationsOfEachLoad_areClosed() throws IOException {
        String closing = PARSER.formatted(
                "implements Runnable, AutoCloseable",
                "public void run() { work(); } public void close() { SavedJarTest.CLOSED.incrementAndGet(); }");
        SavedJar jar = SavedJar.of(jar("closing", closing, 10), "com.acme.Parser");
        CLOSED.set(0);
        assertThat(compare(jar, jar).loads().pairs()).hasSize(10);
        assertThat(CLOSED).hasValue(20);
    }

    @Test
    void compare_operationThatIsClosed_hasItsOwnClassesThere() throws IOException {
        String closing = PARSER.formatted(
                "implements Runnable, AutoCloseable",
                "public void run() { work(); } public void close() { if (!read().equals(text)) throw new Error(); }");
        SavedJar jar = SavedJar.of(jar("closing", closing, 10), "com.acme.Parser");
        assertThat(compare(jar, jar).loads().pairs()).hasSize(10);
    }

    @Test
    void compare_fewPairs_asksForNoMoreLoadsThanTheyAreFor() throws IOException {
        SavedJar jar = SavedJar.of(jar("old", RUNNABLE, 10), "com.acme.Parser");
        assertThat(compare(jar, jar).loads().asked()).isEqualTo(10);
    }

    @Test
    void compare_longOperations_areLoadedAsOftenAsAsked() throws IOException {
        SavedJar jar = SavedJar.of(jar("long", RUNNABLE, 10), "com.acme.Parser");
        long began = CLOCK.get();
        PairedMeasurement pairs = Runner.create()
                .withTime(time)
                .compare(Comparison.named("c")
                        .reference(jar)
                        .candidate(jar)
                        .tolerance(percent(3))
                        .budget(Duration.ofSeconds(20))
                        .build());
        assertThat(pairs.loads().pairs()).hasSize(12).allMatch(size -> size >= 20);
        assertThat(CLOCK.get() - began).isLessThan(20_100_000_000L);
    }

    /** The compiler is done with the code, which is faster from then on, when the first pairs were timed. */
    private static final String COMPILED_LATE = PARSER.formatted(
            "implements Runnable",
            "private int calls; public void run() {"
                    + " if (++calls == 30) { SavedJarTest.COMPILED.addAndGet(200_000_000L); }"
                    + " SavedJarTest.CLOCK.addAndGet(calls < 30 ? 10_000_000 : 9_000_000); }");

    @Test
    void compare_compilerIsDoneWhilePairsAreTimed_timesThemAgain() throws IOException {
        PairedMeasurement pairs = withTolerance(jar("late", COMPILED_LATE, 1), Duration.ofSeconds(30));
        assertThat(pairs.loads().pairs()).hasSizeGreaterThan(8);
        assertThat(pairs.pairs()).allMatch(pair -> pair.referenceNanos() == 9e6 && pair.candidateNanos() == 9e6);
    }

    @Test
    void compare_compilerIsDoneWhileAFixedNumberOfPairsIsTimed_timesThemAgain() throws IOException {
        SavedJar late = SavedJar.of(jar("late", COMPILED_LATE, 1), "com.acme.Parser");
        PairedMeasurement pairs = Runner.create()
                .withTime(time)
                .compare(Comparison.named("c")
                        .reference(late)
                        .candidate(late)
                        .pairs(300)
                        .warmUp(2)
                        .build());
        assertThat(pairs.loads()).returns(12, loads -> loads.pairs().size()).returns(0, Loads::unsteady);
        assertThat(pairs.pairs()).hasSize(300).allMatch(pair -> pair.referenceNanos() == 9e6);
    }

    @Test
    void compare_compilerIsNeverDone_isInconclusiveAndSaysSo() throws IOException {
        String compiling = PARSER.formatted(
                "implements Runnable",
                "private int calls; public void run() { SavedJarTest.CLOCK.addAndGet(10_000_000L);"
                        + " SavedJarTest.COMPILED.addAndGet(++calls > 10 ? 5_000_000L : 0); }");
        PairedMeasurement pairs = withTolerance(jar("compiling", compiling, 1), Duration.ofSeconds(10));
        assertThat(pairs.pairs()).isEmpty();
        assertThat(notSlower(pairs)).returns(Verdict.INCONCLUSIVE, Finding::verdict);
    }

    private PairedMeasurement besideTheClassPath(long seed, int loads, Path jar) {
        COMPILER.setSeed(seed);
        double nanos = 1e7 * Math.exp(0.03 * COMPILER.nextGaussian());
        return Runner.create()
                .withTime(time)
                .compare(Comparison.named("c")
                        .reference(SavedJar.of(jar, "com.acme.Parser"))
                        .candidate(() -> CLOCK.addAndGet(Math.round(nanos * (0.999 + 0.002 * COMPILER.nextDouble()))))
                        .tolerance(percent(3))
                        .loads(loads)
                        .warmUp(2)
                        .build());
    }

    @Test
    void compare_compilerMakesOtherCodeBesideTheClassPath_isNoRegression() throws IOException {
        Path one = jar("one", COMPILED_ANEW.formatted("1e7"), 1);
        List<PairedMeasurement> often = LongStream.range(0, 20)
                .mapToObj(seed -> besideTheClassPath(seed, 12, one))
                .toList();
        List<PairedMeasurement> once = LongStream.range(0, 20)
                .mapToObj(seed -> besideTheClassPath(seed, 1, one))
                .toList();
        assertThat(falseAlarms(once)).as("what one load would say").isGreaterThan(2);
        assertThat(falseAlarms(often)).isZero();
    }

    @Test
    void compare_oneSavedJarBesideTheClassPath_isLoadedAsOften() throws IOException {
        PairedMeasurement pairs = Runner.create()
                .withTime(time)
                .compare(Comparison.named("c")
                        .reference(SavedJar.of(jar("old", RUNNABLE, 10), "com.acme.Parser"))
                        .candidate(() -> CLOCK.addAndGet(10_000_000))
                        .tolerance(percent(3))
                        .warmUp(2)
                        .build());
        assertThat(pairs.loads().oneSided()).isTrue();
        assertThat(pairs.loads().pairs()).hasSize(12);
        assertThat(notSlower(pairs).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void compare_todaysCode_isLoadedAnewFromWhereTheClassPathHasIt() throws Exception {
        Path old = jar("old", RUNNABLE, 10);
        Path today = jar("today", RUNNABLE, 15);
        try (URLClassLoader classPath =
                new URLClassLoader(new URL[] {today.toUri().toURL()})) {
            SavedJar anew = SavedJar.ofClassPath(classPath.loadClass("com.acme.Parser"));
            assertThat(anew.jars()).containsExactly(today);
            assertThat(compare(SavedJar.of(old, "com.acme.Parser"), anew).pairs())
                    .allMatch(pair -> pair.ratio() == 1.5);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SavedJar.ofClassPath(String.class))
                .withMessageContaining("nobody says where this one is: class java.lang.String");
    }

    @Test
    void loads_four_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Comparison.named("c").loads(4))
                .withMessage("loads must be 1, or at least 5 to have an interval: 4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "implements Runnable|public void run() { work(); }|",
                "implements java.util.concurrent.Callable<String>|public String call() { work(); return text; }|",
                "implements io.leadfactory.perf.define.Operation|public void run() { work(); }|",
                "|public static Runnable old() { return new Parser()::work; }|old"
            })
    void compare_sameClassInTwoJars_runsEachJarsOwn(String type, String members, String factory) throws IOException {
        String source = PARSER.formatted(type == null ? "" : type, members);
        Path old = jar("old", source, 10);
        Path current = jar("current", source, 15);
        PairedMeasurement pairs = factory == null
                ? compare(SavedJar.of(old, "com.acme.Parser"), SavedJar.of(current, "com.acme.Parser"))
                : compare(
                        SavedJar.of(old, "com.acme.Parser", factory), SavedJar.of(current, "com.acme.Parser", factory));
        assertThat(pairs.pairs()).hasSize(20).allMatch(pair -> pair.ratio() == 1.5);
        assertThat(pairs.loads().pairs()).hasSize(10).containsOnly(2);
    }

    @Test
    void compare_savedJarWithTodaysCode_runsBoth() throws IOException {
        PairedMeasurement pairs = Runner.create()
                .withTime(time)
                .compare(Comparison.named("c")
                        .reference(SavedJar.of(jar("old", RUNNABLE, 10), "com.acme.Parser"))
                        .candidate(() -> CLOCK.addAndGet(20_000_000))
                        .pairs(20)
                        .warmUp(2)
                        .build());
        assertThat(pairs.pairs()).allMatch(pair -> pair.ratio() == 2);
    }

    @Test
    void compare_libraryInASecondJar_isTakenFromThere() throws IOException {
        Path empty = folder.resolve("empty.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(empty))) {
            out.putNextEntry(new JarEntry("nothing"));
        }
        SavedJar saved = SavedJar.of(empty, "com.acme.Parser").with(jar("old", RUNNABLE, 10));
        assertThat(compare(saved, saved).pairs()).allMatch(pair -> pair.ratio() == 1);
    }

    @Test
    void compare_jarIsClosedAfterwards_canBeReplaced() throws IOException {
        Path old = jar("old", RUNNABLE, 10);
        Path other = jar("other", RUNNABLE, 30);
        SavedJar saved = SavedJar.of(old, "com.acme.Parser");
        compare(saved, saved);
        Files.delete(old);
        Files.copy(other, old);
        assertThat(compare(saved, saved).pairs()).allMatch(pair -> pair.referenceNanos() == 30e6);
    }

    @Test
    void compare_missingJar_saysWhichPath() throws IOException {
        SavedJar there = SavedJar.of(jar("old", RUNNABLE, 1), "com.acme.Parser");
        SavedJar gone = SavedJar.of(folder.resolve("gone.jar"), "com.acme.Parser");
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> compare(gone, there))
                .withMessageContaining("comparison \"c\" has no ratio: the reference cannot be com.acme.Parser in ")
                .withMessageContaining("gone.jar")
                .withMessageEndingWith("save the jar there first");
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> compare(there, gone))
                .withMessageContaining("the candidate cannot be com.acme.Parser in ");
    }

    @Test
    void compare_missingClass_saysWhichJars() throws IOException {
        refused(SavedJar.of(jar("old", RUNNABLE, 1), "com.acme.Lexer"))
                .withMessageContaining("there is no such class in [")
                .withMessageEndingWith("com.acme.Lexer");
    }

    @Test
    void compare_classOfTheClassPath_isNotComparedWithItself() throws IOException {
        refused(SavedJar.of(jar("old", RUNNABLE, 1), "java.util.ArrayList"))
                .withMessageEndingWith("but on the class path, and would be compared with itself");
    }

    @Test
    void compare_wrongType_saysWhatIsWanted() throws IOException {
        refused(SavedJar.of(jar("old", PARSER.formatted("", ""), 1), "com.acme.Parser"))
                .withMessageEndingWith("it must be an Operation, a Callable or a Runnable, but is a com.acme.Parser");
    }

    @Test
    void compare_factoryIsNotThere_saysWhatIsWanted() throws IOException {
        refused(SavedJar.of(jar("old", RUNNABLE, 1), "com.acme.Parser", "make"))
                .withMessageContaining("with a public static method make() without parameters");
        refused(SavedJar.of(jar("member", RUNNABLE, 1), "com.acme.Parser", "run"))
                .withMessageEndingWith("its method run() must be static");
    }

    @Test
    void compare_constructorFails_saysWithWhat() throws IOException {
        String source = PARSER.formatted(
                "implements Runnable",
                "public Parser() { throw new IllegalStateException(\"no licence\"); } public void run() { work(); }");
        refused(SavedJar.of(jar("old", source, 1), "com.acme.Parser"))
                .withMessageEndingWith("its constructor failed with java.lang.IllegalStateException: no licence");
    }

    private ThrowableAssertAlternative<PerfException> refused(SavedJar jar) {
        return assertThatExceptionOfType(PerfException.class).isThrownBy(() -> compare(jar, jar));
    }
}
