package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.Tags;
import java.util.List;
import java.util.stream.Stream;

/** Which budgets a line is for. Immutable; who made the same choice gets the same line. */
sealed interface Choice {
    /** What it means under these definitions, sorted by name. */
    List<CurrentAccount> in(Definitions definitions);

    /** What a request with a key is for, in parts. */
    List<String> payload();

    /** These budgets and no others. */
    record OfNames(List<String> sorted) implements Choice {
        @Override
        public List<CurrentAccount> in(Definitions definitions) {
            return sorted.stream().map(definitions::account).toList();
        }

        /** No tag has an empty name, so this is never taken for tags. */
        @Override
        public List<String> payload() {
            return Stream.concat(Stream.of(""), sorted.stream()).toList();
        }
    }

    /** Whatever covers these tags. */
    record OfTags(Tags tags) implements Choice {
        @Override
        public List<CurrentAccount> in(Definitions definitions) {
            return definitions.scopes().covering(tags);
        }

        /** That of a spend with these tags. */
        @Override
        public List<String> payload() {
            return RequestKeys.payload(tags);
        }
    }
}
