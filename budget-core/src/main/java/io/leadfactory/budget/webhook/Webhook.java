package io.leadfactory.budget.webhook;

import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.alert.BudgetListener;
import io.leadfactory.budget.alert.ListenerFailureHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Posts each event as JSON to a URL, signed. Thread-safe. The thread that spends puts the event into a queue and goes on; a
 * daemon thread sends, one event after the other, in the order in which they were heard.
 *
 * <p><b>Delivery</b> is at least once: an event whose answer was lost is sent again under the same {@code webhook-id}, on
 * which a receiver must act once. A status from 200 to 299 means taken. After 5xx, 429, no answer in time, and failures of
 * input and output it is tried again, later each time and not before {@code Retry-After}; other statuses, redirects among
 * them, end it. What is given up is counted and handed to the {@link ListenerFailureHandler}.
 *
 * <p><b>A full queue</b> drops the event that finds it full: that is counted and handed to the handler too, on the thread
 * that spends, which never waits. What is in the queue when the process dies is lost.
 *
 * <p><b>The body</b> is one flat object whose values are strings, amounts as decimal numbers and instants as ISO 8601 in UTC:
 * {@code id}, {@code type} ({@code threshold.reached}, {@code share.reached}, {@code overrun}, {@code adjusted},
 * {@code breaker.changed}, {@code ledger.down}, {@code ledger.back} or {@code unrecorded}),
 * {@code source} if there is one, {@code at}, {@code budget} and {@code message}; with a balance {@code status}, {@code period}, {@code periodStart},
 * {@code periodEnd} unless it never ends, {@code spent}, {@code held}, {@code free} and {@code limit}; and what is the type's
 * own: {@code reached} and {@code round}; {@code share} and {@code round}; {@code reservation}, {@code hold} and {@code actual}; {@code kind}, {@code entry}, {@code amount}, {@code until},
 * {@code author} and {@code reason}; {@code state} and {@code reason}; {@code spent}; {@code reservation}, {@code hold}, {@code actual} and
 * {@code reason}. How it is signed
 * and verified is said by {@link WebhookSecret}.
 *
 * <p>A monitor does not close its listeners: close the webhook after the monitor.
 */
public final class Webhook implements BudgetListener, AutoCloseable {
    private final String receiver;
    private final ListenerFailureHandler failures;
    private final Duration closeWithin;
    private final Sender sender;

    private Webhook(Builder builder) {
        receiver = Endpoint.shown(builder.url);
        failures = builder.failures;
        closeWithin = builder.closeWithin;
        HttpClient client = builder.client != null
                ? builder.client
                : HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(builder.timeout)
                        .build();
        sender = new Sender(
                builder,
                new Endpoint(builder.url, builder.secret, client, builder.timeout, builder.clock),
                new Backoff(builder.firstBackoff, builder.longestBackoff, builder.random));
    }

    /**
     * Starts a webhook; all else has defaults.
     *
     * @param url where to post, with http or https; over http anybody on the way can read the alerts, though not forge them
     * @param secret what is shared with the receiver
     * @return a builder
     * @throws IllegalArgumentException if the URL is of another kind, or names a user; the message does not show its path
     */
    public static Builder to(URI url, WebhookSecret secret) {
        return new Builder(url, secret);
    }

    /** Puts the event into the queue. What cannot be taken is handed to the handler of failures, whose own are thrown. */
    @Override
    public void hear(BudgetEvent event) {
        WebhookException failure = sender.offer(event);
        if (failure != null) {
            failures.failed(this, event, failure);
        }
    }

    /** {@return what became of the events so far} */
    public WebhookCounts counts() {
        return sender.counts();
    }

    /**
     * Takes no more events and sends those that wait, up to the time that was set; what is left then is given up, counted and
     * handed to the handler, for which there is a second more. Interrupting the caller ends the wait at once. Can be called
     * again.
     */
    @Override
    public void close() {
        sender.close(closeWithin);
    }

    @Override
    public String toString() {
        return "webhook to " + receiver;
    }

    /** Collects what a {@link Webhook} is made of. For one thread. */
    public static final class Builder {
        final URI url;
        final WebhookSecret secret;

        @Nullable
        String source;

        @Nullable
        HttpClient client;

        Duration timeout = Duration.ofSeconds(10);
        int attempts = 8;
        Duration firstBackoff = Duration.ofSeconds(1);
        Duration longestBackoff = Duration.ofMinutes(1);
        int capacity = 1000;
        Duration closeWithin = Duration.ofSeconds(10);
        ListenerFailureHandler failures = ListenerFailureHandler.logging();
        Clock clock = Clock.systemUTC();
        Sender.Pause pause = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());
        RandomGenerator random = new SplittableRandom();

        private Builder(URI url, WebhookSecret secret) {
            this.url = given("url", url);
            this.secret = given("secret", secret);
            boolean isHttp = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (!isHttp || url.getHost() == null || url.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "the URL of a webhook must have http or https and a host, and no user: its scheme is %s, its host %s"
                                .formatted(url.getScheme(), url.getHost()));
            }
        }

        /**
         * Names the ledger that the events are about, such as {@code "billing-production"}. Thresholds and overruns then have
         * the same id whichever process of that source tells them, also after a restart. Without it ids are drawn at random,
         * so that two ledgers are never taken for one.
         *
         * @param name the same in all processes that share a ledger
         * @return this builder
         * @throws IllegalArgumentException if it is null or blank
         */
        public Builder source(String name) {
            if (given("source", name).isBlank()) {
                throw new IllegalArgumentException("source must not be blank");
            }
            this.source = name;
            return this;
        }

        /**
         * How long one attempt may take, from the connection to the end of the answer; 10 seconds by default.
         *
         * @param time the time limit
         * @return this builder
         * @throws IllegalArgumentException if it is not positive, or more than a day
         */
        public Builder timeout(Duration time) {
            this.timeout = span("timeout", time);
            return this;
        }

        /**
         * How often an event is tried at most; 8 by default, which is about two minutes with the other defaults.
         *
         * @param most the first attempt included
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder attempts(int most) {
            this.attempts = positive("attempts", most);
            return this;
        }

        /**
         * How long to wait between attempts: twice as long each time, from half of that to all of it at random; 1 second to
         * 1 minute by default. A receiver's {@code Retry-After} is kept if it is longer, up to an hour.
         *
         * @param first before the second attempt
         * @param longest at most
         * @return this builder
         * @throws IllegalArgumentException if one is not positive or more than a day, or the first is longer than the longest
         */
        public Builder backoff(Duration first, Duration longest) {
            this.firstBackoff = span("backoff", first);
            this.longestBackoff = span("backoff", longest);
            if (first.compareTo(longest) > 0) {
                throw new IllegalArgumentException(
                        "backoff must not start with more than its longest: %s, %s".formatted(first, longest));
            }
            return this;
        }

        /**
         * How many events may wait; 1000 by default. One that finds as many is dropped.
         *
         * @param most how many
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder queue(int most) {
            this.capacity = positive("queue", most);
            return this;
        }

        /**
         * How long closing waits for events to be sent; 10 seconds by default.
         *
         * @param time the time limit
         * @return this builder
         * @throws IllegalArgumentException if it is not positive, or more than a day
         */
        public Builder closeWithin(Duration time) {
            this.closeWithin = span("closeWithin", time);
            return this;
        }

        /**
         * Where what is not delivered goes; by default into the log.
         *
         * @param handler called on the thread that sends, and for what is dropped on the thread that spends
         * @return this builder
         */
        public Builder failures(ListenerFailureHandler handler) {
            this.failures = given("failures", handler);
            return this;
        }

        /**
         * What sends, for a proxy or other trust; it is not closed. By default a client of its own, over HTTP/1.1.
         *
         * @param http a client that follows no redirects, or the signed event could be led elsewhere
         * @return this builder
         * @throws IllegalArgumentException if it follows redirects
         */
        public Builder client(HttpClient http) {
            if (given("client", http).followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException(
                        "the client of a webhook must follow no redirects: followRedirects is "
                                + http.followRedirects());
            }
            this.client = http;
            return this;
        }

        /**
         * What tells the time that is signed; the system's by default.
         *
         * @param time the clock
         * @return this builder
         */
        public Builder clock(Clock time) {
            this.clock = given("clock", time);
            return this;
        }

        Builder pause(Sender.Pause waiting) {
            this.pause = waiting;
            return this;
        }

        Builder random(RandomGenerator generator) {
            this.random = generator;
            return this;
        }

        /** {@return the webhook, its thread started} */
        public Webhook build() {
            Webhook webhook = new Webhook(this);
            webhook.sender.start(webhook);
            return webhook;
        }

        private static Duration span(String what, Duration time) {
            if (given(what, time).isNegative() || time.isZero() || time.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("%s must be positive and at most a day: %s".formatted(what, time));
            }
            return time;
        }

        private static int positive(String what, int number) {
            if (number <= 0) {
                throw new IllegalArgumentException("%s must be positive: %d".formatted(what, number));
            }
            return number;
        }

        private static <T> T given(String what, T value) {
            if (value == null) {
                throw new IllegalArgumentException(what + " must not be null");
            }
            return value;
        }
    }
}
