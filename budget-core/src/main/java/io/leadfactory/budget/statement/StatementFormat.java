package io.leadfactory.budget.statement;

import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.io.IOException;

/** How a statement is written. For one statement. */
interface StatementFormat {
    void begin(Appendable out, Budget budget, Window window) throws IOException;

    void line(Appendable out, StatementLine line) throws IOException;

    /**
     * After the last line.
     *
     * @param balance where the account stands
     * @param agrees whether the lines add up to it
     */
    void end(Appendable out, Balance balance, boolean agrees) throws IOException;
}
