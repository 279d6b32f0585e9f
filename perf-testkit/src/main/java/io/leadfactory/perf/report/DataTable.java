package io.leadfactory.perf.report;

import java.util.List;

/** What a chart shows, as a table: the first column names the rows. Immutable. */
record DataTable(List<String> columns, List<Row> rows) {
    /** One line of the table. */
    record Row(String head, List<String> cells) {}
}
