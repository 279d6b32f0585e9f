package io.leadfactory.budget.policy;

import io.leadfactory.budget.plan.BudgetException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A call succeeded, and the function that tells its cost from its result failed or told an amount that is none. The hold
 * was charged. Repeating the call would pay for it a second time.
 */
public final class CostException extends BudgetException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object result;

    CostException(BigDecimal hold, @Nullable Object result, Throwable cause) {
        super(
                "cannot tell the cost of a call from its result: the cost function failed with %s; the hold of %s was charged"
                        .formatted(cause.getClass().getName(), hold.toPlainString()),
                cause);
        this.result = result;
    }

    /** {@return what the call returned, which has been paid for} Not serialized. */
    public @Nullable Object result() {
        return result;
    }
}
