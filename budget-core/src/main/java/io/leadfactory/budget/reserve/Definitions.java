package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.UnknownBudgetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The budgets and templates that are defined at a time. Immutable: who changes one puts other definitions in place of these,
 * so that nobody sees half a change.
 *
 * <p>A budget that has the name of a template's instance takes its place, and has its scope.
 */
final class Definitions {
    /** Counts up with each change. */
    final long version;

    private final Map<String, CurrentAccount> budgets;
    private final Map<String, Instances> templates;
    private final Function<Budget, CurrentAccount> opening;
    private final int remembered;
    private final ScopeIndex scopes;

    private Definitions(Definitions same, Map<String, CurrentAccount> budgets, Map<String, Instances> templates) {
        this(same.version + 1, budgets, templates, same.opening, same.remembered);
    }

    private Definitions(
            long version,
            Map<String, CurrentAccount> budgets,
            Map<String, Instances> templates,
            Function<Budget, CurrentAccount> opening,
            int remembered) {
        this.version = version;
        this.budgets = budgets;
        this.templates = templates;
        this.opening = opening;
        this.remembered = remembered;
        this.scopes = new ScopeIndex(budgets, templates.values(), remembered);
    }

    /**
     * The first ones.
     *
     * @param opening opens the account of a budget
     * @param remembered how many views are kept, of each kind
     * @throws IllegalArgumentException if two have one name, or a budget has the name of an instance and not its scope
     */
    static Definitions of(Collection<Budget> defined, Function<Budget, CurrentAccount> opening, int remembered) {
        Map<String, Budget> byName = new LinkedHashMap<>();
        for (Budget budget : defined) {
            if (byName.put(budget.name(), budget) != null) {
                throw new IllegalArgumentException(
                        "budget names must be unique: \"%s\" is defined twice".formatted(budget.name()));
            }
        }
        byName.values().forEach(budget -> requireScope(budget, templateOf(budget, byName::get)));
        Map<String, CurrentAccount> budgets = new LinkedHashMap<>();
        Map<String, Instances> templates = new LinkedHashMap<>();
        for (Budget budget : defined) {
            if (budget.forEach().isPresent()) {
                templates.put(budget.name(), new Instances(budget, opening, remembered, false));
            } else {
                budgets.put(budget.name(), opening.apply(budget));
            }
        }
        return new Definitions(0, budgets, templates, opening, remembered);
    }

    /** These with one more, or with one in place of that of the same name. */
    Definitions with(Budget budget) {
        Map<String, CurrentAccount> otherBudgets = new LinkedHashMap<>(budgets);
        Map<String, Instances> otherTemplates = new LinkedHashMap<>(templates);
        if (budget.forEach().isPresent()) {
            budgets.values().forEach(each -> requireScope(each.budget(), of(each.budget(), budget)));
            otherBudgets.remove(budget.name());
            otherTemplates.put(budget.name(), new Instances(budget, opening, remembered, true));
        } else {
            requireScope(budget, templateOf(budget, this::templateNamed));
            otherTemplates.remove(budget.name());
            otherBudgets.put(budget.name(), opening.apply(budget));
        }
        return new Definitions(this, otherBudgets, otherTemplates);
    }

    /** These without one. */
    Definitions without(String name) {
        Map<String, CurrentAccount> otherBudgets = new LinkedHashMap<>(budgets);
        Map<String, Instances> otherTemplates = new LinkedHashMap<>(templates);
        CurrentAccount removed = otherBudgets.remove(name);
        if (removed == null && otherTemplates.remove(name) == null) {
            throw unknown(name);
        }
        Budget template = removed == null ? null : templateOf(removed.budget(), this::templateNamed);
        if (template != null) {
            // The instance whose place it took has the limit of the template again.
            otherTemplates.put(template.name(), new Instances(template, opening, remembered, true));
        }
        return new Definitions(this, otherBudgets, otherTemplates);
    }

    private static @Nullable Budget templateOf(Budget budget, Function<String, @Nullable Budget> named) {
        int slash = budget.name().lastIndexOf('/');
        Budget template = slash < 0 ? null : named.apply(budget.name().substring(0, slash));
        return template == null ? null : of(budget, template);
    }

    /** The template, if the budget has the name of one of its instances. */
    private static @Nullable Budget of(Budget budget, Budget template) {
        boolean isTemplate = template.forEach().isPresent()
                && budget.forEach().isEmpty()
                && budget.name().lastIndexOf('/') == template.name().length()
                && budget.name().startsWith(template.name());
        return isTemplate ? template : null;
    }

    private static void requireScope(Budget budget, @Nullable Budget template) {
        if (template != null) {
            String tag = template.forEach().orElseThrow();
            String value = budget.scope().asMap().get(tag);
            if (value == null || !isInstance(budget, template, value)) {
                throw new IllegalArgumentException(
                        "budget \"%s\" must have the scope of the instance of \"%s\" whose name it has: %s and its value of \"%s\", not %s"
                                .formatted(budget.name(), template.name(), template.scope(), tag, budget.scope()));
            }
        }
    }

    private static boolean isInstance(Budget budget, Budget template, String value) {
        Budget instance = template.instance(value);
        return instance.name().equals(budget.name()) && instance.scope().equals(budget.scope());
    }

    private @Nullable Budget templateNamed(String name) {
        Instances instances = templates.get(name);
        return instances == null ? null : instances.template();
    }

    /** The definition of this name; null if there is none. */
    @Nullable
    Budget find(String name) {
        CurrentAccount account = budgets.get(name);
        return account == null ? templateNamed(name) : account.budget();
    }

    /**
     * The account of a budget, or of the instance of a template, which is made if it is new.
     *
     * @throws UnknownBudgetException if neither has this name
     */
    CurrentAccount account(String name) {
        CurrentAccount account = budgets.get(name);
        if (account != null) {
            return account;
        }
        Instances instances = instancesFor(name);
        Optional<String> value = instances == null ? Optional.empty() : instances.valueIn(name);
        if (instances == null || value.isEmpty()) {
            throw unknown(name);
        }
        return instances.of(value.get());
    }

    /** The budget, or the instance of a template, of this name; no account is opened. */
    Optional<Budget> budget(String name) {
        CurrentAccount account = budgets.get(name);
        if (account != null) {
            return Optional.of(account.budget());
        }
        Instances instances = instancesFor(name);
        return instances == null
                ? Optional.empty()
                : instances.valueIn(name).map(value -> instances.template().instance(value));
    }

    private @Nullable Instances instancesFor(String name) {
        int slash = name == null ? -1 : name.lastIndexOf('/');
        return slash < 0 ? null : templates.get(name.substring(0, slash));
    }

    /** Whether the name is that of an instance of the template, and no budget has taken its place. */
    boolean isInstance(String name, Budget template) {
        Instances instances = budgets.containsKey(name) ? null : instancesFor(name);
        return instances != null
                && instances.template() == template
                && instances.valueIn(name).isPresent();
    }

    ScopeIndex scopes() {
        return scopes;
    }

    List<Budget> budgets() {
        return budgets.values().stream().map(CurrentAccount::budget).toList();
    }

    List<Budget> templates() {
        return templates.values().stream().map(Instances::template).toList();
    }

    private UnknownBudgetException unknown(String name) {
        List<String> known = new ArrayList<>(budgets.keySet());
        templates
                .values()
                .forEach(each -> known.add("%s/<%s>".formatted(each.template().name(), each.tag())));
        return new UnknownBudgetException(name, known);
    }
}
