package io.leadfactory.perf.machine;

import java.util.List;
import java.util.regex.Pattern;

/** Reads the JVM's arguments for what changes times, and lets nothing else through. */
final class JvmArguments {
    /** Settings whose names and values say nothing but how the JVM works: no path, no property, no agent's argument. */
    private static final Pattern TELLING =
            Pattern.compile("-Xint|-Xcomp|-Xbatch|-Xm[nsx][0-9]+[kKmMgGtT]?|-Xss[0-9]+[kKmMgG]?"
                    + "|-XX:[+-][A-Za-z0-9]*(GC|Compil|Tiered|Inline|LargePages|NUMA|Escape|Compact|Compressed|BiasedLocking)[A-Za-z0-9]*"
                    + "|-XX:(TieredStopAtLevel|ActiveProcessorCount|MaxRAMPercentage|ParallelGCThreads|ConcGCThreads|MaxGCPauseMillis"
                    + "|MaxDirectMemorySize|CICompilerCount|MaxInlineSize|FreqInlineSize|MaxHeapSize)=[0-9.]+[kKmMgGtT]?"
                    + "|-ea|-enableassertions|-esa|-enablesystemassertions");

    private JvmArguments() {}

    static List<String> flags(List<String> arguments) {
        return arguments.stream()
                .map(argument ->
                        argument.startsWith("-ea:") || argument.startsWith("-enableassertions:") ? "-ea" : argument)
                .filter(argument -> TELLING.matcher(argument).matches())
                .distinct()
                .sorted()
                .toList();
    }

    static boolean enablesAssertions(String flag) {
        return flag.equals("-ea") || flag.equals("-enableassertions");
    }

    static List<String> agents(List<String> arguments) {
        return arguments.stream()
                .flatMap(argument -> agent(argument).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> agent(String argument) {
        if (argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp")) {
            return List.of("a debugger");
        }
        if (argument.startsWith("-javaagent:")) {
            return List.of(argument.contains("jacoco") ? "jacoco" : "a Java agent");
        }
        return argument.startsWith("-agentpath:") || argument.startsWith("-agentlib:")
                ? List.of("a native agent")
                : List.of();
    }
}
