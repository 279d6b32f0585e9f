package io.leadfactory.budget.reserve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leadfactory.budget.plan.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which budgets a spend is held against. Thread-safe. Remembered for the latest combinations of tags; what is forgotten
 * is found again, and no money is kept here.
 *
 * <p>Each budget is filed under that tag of its scope, name and value, which the fewest others have, and each template under the
 * name of its tag. So a search looks at those that share a tag with the spend, and one budget for each of 100 000 tenants
 * costs it no more than one for two.
 */
final class ScopeIndex {
    private static final int SHOWN = 20;

    private final Map<String, CurrentAccount> budgets;
    private final Collection<Instances> templates;
    private final Map<Map.Entry<String, String>, List<CurrentAccount>> byTag = new HashMap<>();
    private final Map<String, List<Instances>> byTagName = new HashMap<>();
    private final List<CurrentAccount> everywhere = new ArrayList<>();
    private final Cache<Tags, List<CurrentAccount>> covering;

    ScopeIndex(Map<String, CurrentAccount> budgets, Collection<Instances> templates, int remembered) {
        this.budgets = budgets;
        this.templates = templates;
        this.covering = Caffeine.newBuilder()
                .maximumSize(remembered)
                .executor(Runnable::run)
                .build();
        Map<Map.Entry<String, String>, Integer> uses = new HashMap<>();
        budgets.values().forEach(each -> tagsOf(each).forEach(tag -> uses.merge(tag, 1, Integer::sum)));
        for (CurrentAccount each : budgets.values()) {
            tagsOf(each)
                    .min(Comparator.comparing(tag -> uses.getOrDefault(tag, 0)))
                    .map(rarest -> byTag.computeIfAbsent(rarest, tag -> new ArrayList<>(1)))
                    .orElse(everywhere)
                    .add(each);
        }
        templates.forEach(each ->
                byTagName.computeIfAbsent(each.tag(), tag -> new ArrayList<>(1)).add(each));
    }

    private static Stream<Map.Entry<String, String>> tagsOf(CurrentAccount account) {
        return account.budget().scope().asMap().entrySet().stream().map(tag -> Map.entry(tag.getKey(), tag.getValue()));
    }

    /** Sorted by name, so that all who hold several do so in the same order. */
    List<CurrentAccount> covering(Spend spend) {
        List<CurrentAccount> found = find(spend.tags());
        if (found.isEmpty()) {
            throw new UnmatchedSpendException(spend, scopes());
        }
        return found;
    }

    List<CurrentAccount> covering(Tags tags) {
        List<CurrentAccount> found = find(tags);
        if (found.isEmpty()) {
            throw new UnmatchedSpendException(tags, scopes());
        }
        return found;
    }

    /** Not loaded by the cache, since an account may have to be opened: nobody waits for another's database. */
    private List<CurrentAccount> find(Tags tags) {
        List<CurrentAccount> found = covering.getIfPresent(tags);
        if (found == null) {
            found = search(tags);
            covering.put(tags, found);
        }
        return found;
    }

    private List<CurrentAccount> search(Tags tags) {
        List<CurrentAccount> found = new ArrayList<>(everywhere);
        tags.asMap().forEach((name, value) -> {
            for (CurrentAccount each : byTag.getOrDefault(Map.entry(name, value), List.of())) {
                if (each.budget().covers(tags)) {
                    found.add(each);
                }
            }
            for (Instances each : byTagName.getOrDefault(name, List.of())) {
                // A budget that takes the place of an instance is filed by its own scope.
                if (each.template().covers(tags)
                        && !budgets.containsKey(each.template().instance(value).name())) {
                    found.add(each.of(value));
                }
            }
        });
        found.sort(Comparator.comparing(each -> each.budget().name()));
        return List.copyOf(found);
    }

    private List<String> scopes() {
        Stream<String> all = Stream.concat(
                budgets.values().stream()
                        .map(each -> "\"%s\" for %s"
                                .formatted(each.budget().name(), each.budget().scope())),
                templates.stream()
                        .map(each -> "\"%s\" for %s and each \"%s\""
                                .formatted(
                                        each.template().name(), each.template().scope(), each.tag())));
        int more = budgets.size() + templates.size() - SHOWN;
        Stream<String> rest = more > 0 ? Stream.of("%d more".formatted(more)) : Stream.empty();
        return Stream.concat(all.sorted().limit(SHOWN), rest).toList();
    }
}
