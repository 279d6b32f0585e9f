package io.leadfactory.audit.chaos;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.export.ExportFormat;
import io.leadfactory.audit.query.AuditQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** A process that reads all events: sorted by the database, from an index, and as an export. */
final class LargeReader {
    private LargeReader() {}

    static SessionFactory open(String url, String schemaAction) {
        return new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.hbm2ddl.auto", schemaAction)
                .setProperty("leadfactory.audit.indexes", "subject, action")
                .buildSessionFactory();
    }

    /** Arguments: URL. */
    public static void main(String[] arguments) throws IOException {
        try (SessionFactory factory = open(arguments[0], "none")) {
            AuditTrail trail = AuditTrail.of(factory);
            print("sorted", count(trail, AuditQuery.all()));
            print("indexed", count(trail, AuditQuery.all().action("LARGE").oldestFirst()));
            print("exported", trail.export(AuditQuery.all(), ExportFormat.CSV, OutputStream.nullOutputStream()));
            print("summed", trail.summarize(AuditQuery.all()).events());
        }
    }

    private static long count(AuditTrail trail, AuditQuery query) {
        try (Stream<AuditEvent> events = trail.stream(query)) {
            return events.mapToLong(event -> event.details().size()).sum();
        }
    }

    private static void print(String what, long events) {
        System.out.println(what + ' ' + events);
    }
}
