package io.leadfactory.audit.example;

import io.leadfactory.audit.ledger.Position;

/** SQL that speaks of the numbers of one lane, for a table that has positions. */
public final class Positions {
    private Positions() {}

    /** {@return the SQL with {@code number} replaced by what it stands for in this lane} */
    public static String byNumber(String sql, long lane) {
        long zero = Position.of(lane, 0);
        return sql.replace("set number = ", "set position = " + zero + " + ")
                .replaceAll("\\bnumber\\b", "(position - " + zero + ")");
    }
}
