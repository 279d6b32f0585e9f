package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.RequestKey;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Tags;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is about to spend: an upper bound, and tags that say what for. Immutable. As long as each call costs at
 * most what it reserved, spending stays under the limit.
 */
public final class Spend {
    private static final long UNPRICED = 0;

    private final long units;
    private final Tags tags;
    private final @Nullable String key;

    private Spend(long units, Tags tags, @Nullable String key) {
        this.units = units;
        this.tags = tags;
        this.key = key;
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
        return new Spend(NanoUnits.positive("spend", amount), Tags.none(), null);
    }

    /**
     * {@return a call whose cost nobody knows before, without tags} What becomes of it is said by the monitor's {@link
     * io.leadfactory.budget.plan.UnpricedPolicy}; by default it is refused.
     */
    public static Spend unpriced() {
        return new Spend(UNPRICED, Tags.none(), null);
    }

    /**
     * {@return the same with one tag more}
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException if name or value is null or blank, or the name is there with another value
     */
    public Spend tag(String name, String value) {
        return new Spend(units, tags.with(name, value), key);
    }

    /**
     * {@return the same with a key, so that a request which is sent again, by whichever process, is held once} The second
     * answer is the first reservation: open, or with how it ended. So a key names one call, and not one try of it: give each try
     * that may cost something again a key of its own. A refusal is not kept: the same request may be granted later. After a time
     * ({@code keysLiveFor} of the monitor, a day by default) a key may be used anew.
     *
     * @param key 1 to 200 characters, such as {@code order-17}; one name in the whole ledger
     * @throws IllegalArgumentException if it is null, empty, too long, or has control characters or half of a surrogate pair
     *     in it
     */
    public Spend key(String key) {
        return new Spend(units, tags, RequestKey.requireText(key));
    }

    /** {@return the key; empty if it has none} */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** {@return whether nobody knows what the call will cost} */
    public boolean isUnpriced() {
        return units == UNPRICED;
    }

    /** {@return the amount; zero if nobody knows it} */
    public BigDecimal amount() {
        return NanoUnits.toDecimal(units);
    }

    /** {@return the amount in nano-units, as a line is asked for it; zero if nobody knows it} */
    public long nanoUnits() {
        return units;
    }

    /** {@return the tags} */
    public Tags tags() {
        return tags;
    }

    @Override
    public String toString() {
        return "%s for %s".formatted(isUnpriced() ? "an unpriced call" : amount().toPlainString(), tags);
    }
}
