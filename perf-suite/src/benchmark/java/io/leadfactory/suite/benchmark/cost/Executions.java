package io.leadfactory.suite.benchmark.cost;

import io.leadfactory.suite.benchmark.variant.Contender;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.work.LeadClient;
import io.leadfactory.suite.benchmark.work.Work;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How many JDBC executions a warm transaction has; a batch is one, the commit is none. Immutable.
 *
 * @param database the database's name
 * @param variant who
 * @param work what
 * @param all all executions
 * @param selects those that read
 * @param sequences those that ask a sequence
 */
public record Executions(String database, Variant variant, Work work, int all, int selects, int sequences) {
    private static final int TRANSACTIONS = 9;

    /** {@return the counts of each kind of work, the medians of several transactions} */
    public static List<Executions> of(String database, Contender contender) {
        Map<Work, List<List<String>>> seen = new EnumMap<>(Work.class);
        LeadClient client = contender.client("counted");
        for (int i = 0; i <= TRANSACTIONS; i++) {
            for (Work work : Work.values()) {
                contender.database().executions().start();
                client.run(work);
                List<String> statements = contender.database().executions().stop();
                if (i > 0) {
                    seen.computeIfAbsent(work, w -> new ArrayList<>()).add(statements);
                }
            }
        }
        List<Executions> counts = new ArrayList<>();
        seen.forEach((work, runs) -> counts.add(new Executions(
                database,
                contender.variant(),
                work,
                median(runs, sql -> true),
                median(runs, sql -> sql.startsWith("select") && !isSequence(sql)),
                median(runs, Executions::isSequence))));
        return counts;
    }

    private static boolean isSequence(String sql) {
        return sql.contains("nextval") || sql.contains("next value");
    }

    private static int median(List<List<String>> runs, Predicate<String> kind) {
        int[] sorted = runs.stream()
                .mapToInt(run -> (int) run.stream().filter(kind).count())
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }
}
