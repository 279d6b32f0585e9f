package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.Tags;
import java.util.List;

/** Which budgets a line is for. Immutable; who made the same choice gets the same line. */
sealed interface Choice {
    /** What it means under these definitions, sorted by name. */
    List<CurrentAccount> in(Definitions definitions);

    /** These budgets and no others. */
    record OfNames(List<String> sorted) implements Choice {
        @Override
        public List<CurrentAccount> in(Definitions definitions) {
            return sorted.stream().map(definitions::account).toList();
        }
    }

    /** Whatever covers these tags. */
    record OfTags(Tags tags) implements Choice {
        @Override
        public List<CurrentAccount> in(Definitions definitions) {
            return definitions.scopes().covering(tags);
        }
    }
}
