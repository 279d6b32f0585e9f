package io.leadfactory.suite.benchmark.cost;

import io.leadfactory.suite.benchmark.variant.Contender;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.work.LeadClient;
import io.leadfactory.suite.benchmark.work.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * How much PostgreSQL keeps of an event, with indexes, made by transactions of one event each. Immutable.
 *
 * @param variant who
 * @param work what
 * @param events how many events it rests on
 * @param perEvent bytes for each event
 */
public record StoredBytes(Variant variant, Work work, int events, double perEvent) {
    /** {@return the bytes of an insert, an update of two attributes and a delete, each the mean of this many} */
    public static List<StoredBytes> of(Contender contender, int events) {
        List<String> tables = contender.auditTables();
        contender.database().truncate(tables);
        LeadClient client = contender.client("stored");
        List<StoredBytes> bytes = new ArrayList<>();
        for (Work work : Work.SINGLE) {
            long before = contender.database().bytes(tables);
            for (int i = 0; i < events; i++) {
                client.run(work);
            }
            double grown = contender.database().bytes(tables) - before;
            bytes.add(new StoredBytes(contender.variant(), work, events, grown / events));
        }
        return bytes;
    }
}
