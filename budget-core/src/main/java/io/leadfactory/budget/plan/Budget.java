package io.leadfactory.budget.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A limit on spending per period, for all spends in its scope. Immutable.
 *
 * <p>Two lines lie below the limit. At the <em>warn line</em> (80 % by default) the status is WARNING; the <em>stop
 * line</em> (95 %) is what holds and spend together never pass: a reservation that would is refused. The rest up to the
 * limit is the cushion for calls that cost more than they had reserved. Further {@link Threshold thresholds}, any number of
 * them, are told and stop nothing. A line that falls between two nano-units is the lower one.
 */
public final class Budget {
    private static final int LONGEST_NAME = 200;

    private final String name;
    private final @Nullable String eachTag;
    private final long limitUnits;
    private final long warnUnits;
    private final long stopUnits;
    private final @Nullable String currency;
    private final Period period;
    private final ZoneId zone;
    private final Tags scope;
    private final Lines lines;
    private final @Nullable BigDecimal carryOver;

    private Budget(Builder builder) {
        name = builder.name;
        currency = builder.currency;
        period = builder.period;
        zone = builder.zone;
        scope = builder.scope;
        eachTag = builder.eachTag;
        if (eachTag != null && scope.asMap().containsKey(eachTag)) {
            throw new IllegalArgumentException(
                    "budget \"%s\" must be for each value of a tag or have it in its scope, not both: \"%s\""
                            .formatted(name, eachTag));
        }
        if (builder.limit == null) {
            throw new IllegalArgumentException(
                    "budget \"%s\" must have a limit: call limit(\"100.00\")".formatted(name));
        }
        limitUnits = NanoUnits.positive("limit", builder.limit);
        lines = new Lines(limitUnits, builder.warnShare, builder.stopShare, builder.alertShares);
        lines.require(name);
        warnUnits = lines.warnUnits();
        stopUnits = lines.stopUnits();
        carryOver = builder.carryOver;
        if (carryOver != null && !period.ends()) {
            throw new IllegalArgumentException(
                    "budget \"%s\" must have a period that ends to carry anything over: it is %s"
                            .formatted(name, period));
        }
    }

    /** The same but for these. */
    private Budget(Budget same, String name, @Nullable String eachTag, Tags scope, Lines lines) {
        this.name = name;
        this.eachTag = eachTag;
        this.scope = scope;
        this.lines = lines;
        this.limitUnits = lines.limitUnits();
        this.warnUnits = lines.warnUnits();
        this.stopUnits = lines.stopUnits();
        this.currency = same.currency;
        this.period = same.period;
        this.zone = same.zone;
        this.carryOver = same.carryOver;
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

    /** {@return the tag of which each value has a budget of its own, if this is a template} */
    public Optional<String> forEach() {
        return Optional.ofNullable(eachTag);
    }

    /**
     * {@return the budget of one value of the tag that a template is for} Its name is the template's, a slash, and the value, in
     * which {@code ~0} stands for a tilde and {@code ~1} for a slash, as in RFC 6901: so no two have one name, and the last
     * slash always parts template and value.
     *
     * @param value the value
     * @throws IllegalArgumentException if this is no template, the value is null or blank, or the name would be longer than 200
     *     characters
     */
    public Budget instance(String value) {
        if (eachTag == null) {
            throw new IllegalArgumentException(
                    "budget \"%s\" must be a template to have instances: call forEach(\"tenant\")".formatted(name));
        }
        Tags covered = scope.with(eachTag, value);
        String instance = name + "/" + value.replace("~", "~0").replace("/", "~1");
        if (instance.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a budget of \"%s\" must have a name of at most %d characters: with this value of \"%s\" it has %d; shorten the value"
                            .formatted(name, LONGEST_NAME, eachTag, instance.length()));
        }
        return new Budget(this, instance, null, covered, lines);
    }

    /** {@return all of its lines, warn and stop line included, the lowest first; cannot be changed} */
    public List<Threshold> thresholds() {
        return lines.thresholds();
    }

    /**
     * {@return the share of the highest line that is reached, in billionths; zero if none is}
     *
     * @param exposureUnits spent and held together, in nano-units
     */
    public long shareReached(long exposureUnits) {
        return lines.shareReached(exposureUnits);
    }

    /**
     * {@return the lines whose shares lie above one share and not above another, the lowest first}
     *
     * @param aboveShare in billionths, exclusive
     * @param upToShare in billionths, inclusive
     */
    public List<Threshold> thresholdsBetween(long aboveShare, long upToShare) {
        return lines.between(aboveShare, upToShare);
    }

    /**
     * {@return the most of a period's unused room that the next one gets on top of its limit, in nano-units; zero if none}
     */
    public long carryOverUnits() {
        return carryOver == null ? 0 : NanoUnits.notNegative("carryOver", carryOver);
    }

    /** {@return the share of the limit that is never passed, in billionths, as ledgers store it} */
    public long stopShareUnits() {
        return lines.stopShareUnits();
    }

    /**
     * {@return the same budget with another limit, whose lines lie at the same shares of it}
     *
     * @param limit the limit in nano-units, positive
     */
    public Budget withLimitUnits(long limit) {
        return limit == limitUnits ? this : new Budget(this, name, eachTag, scope, lines.of(limit));
    }

    /**
     * {@return whether a spend with these tags is held against it; of a template: against one of its instances}
     *
     * @param tags the tags
     */
    public boolean covers(Tags tags) {
        return tags.containsAll(scope) && (eachTag == null || tags.asMap().containsKey(eachTag));
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
        return "budget \"%s\": %s per %s%s"
                .formatted(name, format(limit()), period, eachTag == null ? "" : " for each " + eachTag);
    }

    /**
     * {@return where a line lies, in nano-units: the lower one if it falls between two}
     *
     * @param limitUnits the limit, in nano-units
     * @param shareUnits the share of it, in billionths
     */
    public static long lineUnits(long limitUnits, long shareUnits) {
        return BigDecimal.valueOf(limitUnits)
                .multiply(NanoUnits.toDecimal(shareUnits))
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
        private final List<BigDecimal> alertShares = new ArrayList<>();
        private @Nullable BigDecimal carryOver;
        private @Nullable String eachTag;

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
         * Further shares of the limit, such as {@code "0.5", "0.9"}, which are told and stop nothing; several calls add up.
         * None by default. One can equal the warn or the stop line, and is told beside it.
         *
         * @param shares the shares, as decimal numbers
         * @return this builder
         * @throws IllegalArgumentException if one is no number above 0 and up to 1, or given twice
         */
        public Builder alertAt(String... shares) {
            for (String text : shares) {
                BigDecimal share = share("alertAt", text).stripTrailingZeros();
                if (alertShares.contains(share)) {
                    throw new IllegalArgumentException("alertAt must not name a share twice: " + text);
                }
                alertShares.add(share);
            }
            return this;
        }

        /**
         * Gives what a period left unused to the next one, on top of its limit, up to this much; by default nothing. What was
         * carried into a period counts as unused in it, so it can add up to this much over several. What is still held when
         * a period ends counts as spent there; overrides are left out.
         *
         * @param most the most that is carried over, in currency units
         * @return this builder
         * @throws IllegalArgumentException if it is null, no number, zero, negative, finer than nine decimals or too large
         */
        public Builder carryOver(String most) {
            BigDecimal parsed = NanoUnits.parse("carryOver", most);
            NanoUnits.positive("carryOver", parsed);
            this.carryOver = parsed;
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
         * Makes it a template: each value of this tag has a budget of its own, made when it is first needed. Spends that lack the
         * tag are not held against it.
         *
         * @param tag the name of the tag
         * @return this builder
         * @throws IllegalArgumentException if it is null or blank, or another was given before
         */
        public Builder forEach(String tag) {
            if (tag == null || tag.isBlank() || (eachTag != null && !eachTag.equals(tag))) {
                throw new IllegalArgumentException("forEach must name one tag, which is not blank: %s%s"
                        .formatted(
                                tag == null ? "null" : "\"" + tag + "\"", eachTag == null ? "" : " after " + eachTag));
            }
            this.eachTag = tag;
            return this;
        }

        /**
         * {@return the budget}
         *
         * @throws IllegalArgumentException if there is no limit, it would warn after it stops, or the tag of a template is in its
         *     scope
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
