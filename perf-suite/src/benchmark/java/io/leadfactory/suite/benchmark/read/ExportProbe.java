package io.leadfactory.suite.benchmark.read;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.export.ExportFormat;
import io.leadfactory.audit.query.AuditQuery;
import io.leadfactory.suite.benchmark.database.VariantDatabase;
import io.leadfactory.suite.benchmark.variant.Variant;
import java.io.IOException;
import java.io.OutputStream;
import org.hibernate.SessionFactory;

/** Exports a whole trail, in a JVM of its own with a small heap, and prints how many events there were. */
final class ExportProbe {
    private ExportProbe() {}

    /** The argument is the JDBC URL of a PostgreSQL database that audit-core has filled. */
    public static void main(String[] arguments) throws IOException {
        try (VariantDatabase database = VariantDatabase.existing(arguments[0]);
                SessionFactory sessions = Variant.auditCore(database)) {
            System.out.println(AuditTrail.of(sessions)
                    .export(AuditQuery.all(), ExportFormat.NDJSON, OutputStream.nullOutputStream()));
        }
    }
}
