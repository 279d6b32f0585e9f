package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Tags;
import java.math.BigDecimal;

/**
 * What somebody is about to spend: an upper bound, and tags that say what for. Immutable. As long as each call costs at
 * most what it reserved, spending stays under the limit.
 */
public final class Spend {
    private final long units;
    private final Tags tags;

    private Spend(long units, Tags tags) {
        this.units = units;
        this.tags = tags;
    }

    /**
     * {@return an amount without tags}
     *
     * @param amount the amount, in currency units
     * @throws IllegalArgumentException if it is null, no number, zero, negative, finer than nine decimals or too large
     */
    public static Spend of(String amount) {
        return of(NanoUnits.parse("spend", amount));
    }

    /**
     * {@return an amount without tags}
     *
     * @param amount the amount, in currency units
     * @throws IllegalArgumentException if it is null, zero, negative, finer than nine decimals or too large
     */
    public static Spend of(BigDecimal amount) {
        return new Spend(NanoUnits.positive("spend", amount), Tags.none());
    }

    /**
     * {@return the same with one tag more}
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException if name or value is null or blank, or the name is there with another value
     */
    public Spend tag(String name, String value) {
        return new Spend(units, tags.with(name, value));
    }

    /** {@return the amount} */
    public BigDecimal amount() {
        return NanoUnits.toDecimal(units);
    }

    /** {@return the tags} */
    public Tags tags() {
        return tags;
    }

    long units() {
        return units;
    }

    @Override
    public String toString() {
        return "%s for %s".formatted(amount().toPlainString(), tags);
    }
}
