package io.leadfactory.budget.reserve;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.leadfactory.budget.plan.Tags;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which budgets a spend is held against. Thread-safe. Remembered for the latest combinations of tags; what is forgotten
 * is found again, and no money is kept here.
 */
final class ScopeIndex {
    private static final int REMEMBERED = 10_000;

    private final List<CurrentAccount> sorted;
    private final LoadingCache<Tags, List<CurrentAccount>> covering;

    ScopeIndex(Collection<CurrentAccount> accounts) {
        this.sorted = accounts.stream()
                .sorted(Comparator.comparing(account -> account.budget().name()))
                .toList();
        this.covering = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .executor(Runnable::run)
                .build(this::search);
    }

    /** Sorted by name, so that all who hold several do so in the same order. */
    List<CurrentAccount> covering(Spend spend) {
        List<CurrentAccount> found = covering.get(spend.tags());
        if (found.isEmpty()) {
            throw new UnmatchedSpendException(spend, scopes());
        }
        return found;
    }

    List<CurrentAccount> covering(Tags tags) {
        List<CurrentAccount> found = covering.get(tags);
        if (found.isEmpty()) {
            throw new UnmatchedSpendException(tags, scopes());
        }
        return found;
    }

    private List<String> scopes() {
        return sorted.stream()
                .map(each -> "\"%s\" for %s"
                        .formatted(each.budget().name(), each.budget().scope()))
                .toList();
    }

    private List<CurrentAccount> search(Tags tags) {
        return sorted.stream().filter(each -> each.budget().covers(tags)).toList();
    }
}
