package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.BudgetException;
import io.leadfactory.budget.plan.Tags;
import java.util.List;

/**
 * A spend that no budget covers. That is a hole in the definitions rather than a lack of money, so asking for it throws,
 * with {@code tryReserve} too: nothing is ever spent unwatched by accident.
 */
public final class UnmatchedSpendException extends BudgetException {
    private static final long serialVersionUID = 1L;

    /**
     * For the spend, and the scopes that there are, in words.
     *
     * @param spend the upper bound and its tags
     * @param scopes the scopes that are defined, in words
     */
    public UnmatchedSpendException(Spend spend, List<String> scopes) {
        super(
                "cannot reserve %s: no budget covers these tags; define one whose scope they contain, such as none at all. Defined: %s"
                        .formatted(spend, scopes));
    }

    /**
     * For the tags of a line, and the scopes that there are, in words.
     *
     * @param tags the tags
     * @param scopes the scopes that are defined, in words
     */
    public UnmatchedSpendException(Tags tags, List<String> scopes) {
        super(
                "cannot make a line for %s: no budget covers these tags; define one whose scope they contain, such as none at all. Defined: %s"
                        .formatted(tags, scopes));
    }
}
