package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.Budget;
import java.util.Optional;
import java.util.function.Function;

/**
 * The budgets that are made of a template, one for each value of its tag. Thread-safe. What is kept are views of their
 * accounts, and only of the latest: the money is in the store.
 */
final class Instances {
    private final Budget template;
    private final String tag;
    private final Function<Budget, CurrentAccount> opening;
    private final Remembered<String, CurrentAccount> accounts;
    private final boolean replacing;

    /**
     * None yet.
     *
     * @param replacing whether there may be accounts of an earlier definition, whose lines are reached under this one
     */
    Instances(Budget template, Function<Budget, CurrentAccount> opening, int remembered, boolean replacing) {
        this.template = template;
        this.tag = template.forEach().orElseThrow();
        this.opening = opening;
        this.accounts = new Remembered<>(remembered);
        this.replacing = replacing;
    }

    Budget template() {
        return template;
    }

    String tag() {
        return tag;
    }

    /** The budget of a value, as it is when nobody defines it apart. */
    CurrentAccount of(String value) {
        return accounts.get(value, this::open);
    }

    private CurrentAccount open(String value) {
        CurrentAccount account = opening.apply(template.instance(value));
        if (replacing) {
            account.tendNext();
        }
        return account;
    }

    /** The value of which the instance has this name; empty if none has. */
    Optional<String> valueIn(String name) {
        String prefix = template.name() + "/";
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        String value = name.substring(prefix.length()).replace("~1", "/").replace("~0", "~");
        boolean isOne = !value.isBlank()
                && name.substring(prefix.length())
                        .equals(value.replace("~", "~0").replace("/", "~1"));
        return isOne ? Optional.of(value) : Optional.empty();
    }
}
