package io.leadfactory.budget.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A limit on spending per period, for all spends in its scope. Immutable.
 *
 * <p>Two lines lie below the limit. At the <em>warn line</em> (80 % by default) the status is WARNING; the <em>stop
 * line</em> (95 %) is what holds and spend together never pass: a reservation that would is refused. The rest up to the
 * limit is the cushion for calls that cost more than they had reserved. A line that falls between two nano-units is the
 * lower one.
 */
public final class Budget {
    private static final int LONGEST_NAME = 200;

    private final String name;
    private final long limitUnits;
    private final long warnUnits;
    private final long stopUnits;
    private final @Nullable String currency;
    private final Period period;
    private final ZoneId zone;
    private final Tags scope;

    private Budget(Builder builder) {
        name = builder.name;
        currency = builder.currency;
        period = builder.period;
        zone = builder.zone;
        scope = builder.scope;
        if (builder.limit == null) {
            throw new IllegalArgumentException(
                    "budget \"%s\" must have a limit: call limit(\"100.00\")".formatted(name));
        }
        if (builder.warnShare.compareTo(builder.stopShare) > 0) {
            throw new IllegalArgumentException("budget \"%s\" must warn before it stops: warnAt %s is above stopAt %s"
                    .formatted(name, builder.warnShare.toPlainString(), builder.stopShare.toPlainString()));
        }
        limitUnits = NanoUnits.positive("limit", builder.limit);
        warnUnits = line(builder.warnShare);
        stopUnits = line(builder.stopShare);
        if (warnUnits == 0) {
            throw new IllegalArgumentException(
                    "budget \"%s\" must have a warn line of at least one nano-unit: limit %s, warnAt %s"
                            .formatted(name, builder.limit.toPlainString(), builder.warnShare.toPlainString()));
        }
    }

    /**
     * Starts a budget; a limit must follow, the rest has defaults: period total, zone UTC, warn at 0.80, stop at 0.95,
     * a scope that covers every spend.
     *
     * @param name the name, unique within a monitor
     * @return a builder
     * @throws IllegalArgumentException if the name is null, blank or longer than 200 characters
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** {@return the name; unique within a monitor and, with a database, within it} */
    public String name() {
        return name;
    }

    /** {@return the limit for a period} */
    public BigDecimal limit() {
        return NanoUnits.toDecimal(limitUnits);
    }

    /** {@return the limit in nano-units} */
    public long limitUnits() {
        return limitUnits;
    }

    /** {@return where WARNING begins, in nano-units} */
    public long warnUnits() {
        return warnUnits;
    }

    /** {@return where STOP begins, in nano-units; the most that spend and holds together can be} */
    public long stopUnits() {
        return stopUnits;
    }

    /** {@return the currency's label, for messages} */
    public Optional<String> currency() {
        return Optional.ofNullable(currency);
    }

    /** {@return how often it starts anew} */
    public Period period() {
        return period;
    }

    /** {@return the zone whose calendar its periods follow} */
    public ZoneId zone() {
        return zone;
    }

    /** {@return the tags that a spend must have to be held against it} */
    public Tags scope() {
        return scope;
    }

    /**
     * {@return whether a spend with these tags is held against it}
     *
     * @param tags the tags
     */
    public boolean covers(Tags tags) {
        return tags.containsAll(scope);
    }

    /**
     * {@return its period at an instant}
     *
     * @param instant the instant
     */
    public Window windowAt(Instant instant) {
        return period.windowAt(instant, zone);
    }

    /**
     * {@return what {@code spent + held}, in nano-units, means}
     *
     * @param exposureUnits spent and held together, in nano-units
     */
    public BudgetStatus statusOf(long exposureUnits) {
        if (exposureUnits >= stopUnits) {
            return BudgetStatus.STOP;
        }
        return exposureUnits >= warnUnits ? BudgetStatus.WARNING : BudgetStatus.OK;
    }

    /**
     * {@return the balance of a period from its two figures in nano-units}
     *
     * @param window the period
     * @param spentUnits what is spent, in nano-units
     * @param heldUnits what is held, in nano-units
     */
    public Balance balanceOf(Window window, long spentUnits, long heldUnits) {
        long exposure = spentUnits + heldUnits;
        return new Balance(
                name,
                window,
                NanoUnits.toDecimal(spentUnits),
                NanoUnits.toDecimal(heldUnits),
                NanoUnits.toDecimal(limitUnits - exposure),
                NanoUnits.toDecimal(limitUnits),
                NanoUnits.toDecimal(Math.max(0, stopUnits - exposure)),
                statusOf(exposure));
    }

    /**
     * {@return an amount with the currency's label, if there is one: {@code 3.50 USD}}
     *
     * @param amount the amount, in currency units
     */
    public String format(BigDecimal amount) {
        return currency == null ? amount.toPlainString() : amount.toPlainString() + " " + currency;
    }

    @Override
    public String toString() {
        return "budget \"%s\": %s per %s".formatted(name, format(limit()), period);
    }

    private long line(BigDecimal share) {
        return BigDecimal.valueOf(limitUnits)
                .multiply(share)
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
    }

    /** Collects what a {@link Budget} is made of. For one thread. */
    public static final class Builder {
        private final String name;
        private @Nullable BigDecimal limit;
        private @Nullable String currency;
        private Period period = Period.total();
        private ZoneId zone = ZoneOffset.UTC;
        private BigDecimal warnShare = new BigDecimal("0.80");
        private BigDecimal stopShare = new BigDecimal("0.95");
        private Tags scope = Tags.none();

        private Builder(String name) {
            if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("name must have 1 to %d characters: %s"
                        .formatted(LONGEST_NAME, name == null ? "null" : "\"" + name + "\""));
            }
            this.name = name;
        }

        /**
         * The limit for a period, such as {@code "100.00"}.
         *
         * @param limit the limit, in currency units
         * @return this builder
         * @throws IllegalArgumentException if it is null, no number, zero, negative, finer than nine decimals or too
         *     large
         */
        public Builder limit(String limit) {
            return limit(NanoUnits.parse("limit", limit));
        }

        /**
         * The limit for a period.
         *
         * @param limit the limit, in currency units
         * @return this builder
         * @throws IllegalArgumentException if it is null, zero, negative, finer than nine decimals or too large
         */
        public Builder limit(BigDecimal limit) {
            NanoUnits.positive("limit", limit);
            this.limit = limit;
            return this;
        }

        /**
         * A label for messages, such as {@code USD}; nothing is converted by it.
         *
         * @param label the currency label
         * @return this builder
         */
        public Builder currency(String label) {
            this.currency = given("currency", label);
            return this;
        }

        /**
         * How often it starts anew.
         *
         * @param period the period
         * @return this builder
         */
        public Builder per(Period period) {
            this.period = given("period", period);
            return this;
        }

        /**
         * The zone whose calendar its periods follow.
         *
         * @param zone the zone
         * @return this builder
         */
        public Builder zone(ZoneId zone) {
            this.zone = given("zone", zone);
            return this;
        }

        /**
         * The share of the limit at which it warns, such as {@code "0.80"}.
         *
         * @param share the share, as a decimal number
         * @return this builder
         * @throws IllegalArgumentException if it is no number above 0 and up to 1
         */
        public Builder warnAt(String share) {
            this.warnShare = share("warnAt", share);
            return this;
        }

        /**
         * The share of the limit that is never passed, such as {@code "0.95"}.
         *
         * @param share the share, as a decimal number
         * @return this builder
         * @throws IllegalArgumentException if it is no number above 0 and up to 1
         */
        public Builder stopAt(String share) {
            this.stopShare = share("stopAt", share);
            return this;
        }

        /**
         * Covers only spends with this tag; several calls: with all of them.
         *
         * @param tag the name of the tag
         * @param value its value
         * @return this builder
         */
        public Builder scope(String tag, String value) {
            this.scope = scope.with(tag, value);
            return this;
        }

        /**
         * {@return the budget}
         *
         * @throws IllegalArgumentException if there is no limit, or it would warn after it stops
         */
        public Budget build() {
            return new Budget(this);
        }

        private static BigDecimal share(String what, String text) {
            BigDecimal share = NanoUnits.parse(what, text);
            NanoUnits.of(what, share);
            if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException("%s must be above 0 and at most 1: %s".formatted(what, text));
            }
            return share;
        }

        private static <T> T given(String what, T value) {
            if (value == null) {
                throw new IllegalArgumentException(what + " must not be null");
            }
            return value;
        }
    }
}
