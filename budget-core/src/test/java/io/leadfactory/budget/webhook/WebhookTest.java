package io.leadfactory.budget.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.alert.ListenerFailureHandler;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Spend;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
    private static final String SECRET = "whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00.750Z");
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private Receiver receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        receiver.open();
        receiver.close();
    }

    @Test
    void hear_receiverTakesIt_getsOneSignedPost() throws Exception {
        Webhook webhook = webhook(receiver.url()).source("billing").build();

        webhook.hear(Events.warning("openai"));
        webhook.close();

        assertThat(receiver.requests()).hasSize(1);
        Receiver.Request request = receiver.requests().get(0);
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("webhook-timestamp"))
                .isEqualTo(Long.toString(clock.instant().getEpochSecond()));
        assertThat(request.header("webhook-signature")).isEqualTo(ownSignature(request));
        assertThat(fields(request.text()))
                .containsExactlyEntriesOf(ordered(
                        "id", request.id(),
                        "type", "threshold.reached",
                        "source", "billing",
                        "at", "2026-11-23T12:00:00Z",
                        "budget", "openai",
                        "message", "budget \"openai\" reached WARNING: 80.00 of 100.00 spent, 0.50 held",
                        "reached", "WARNING",
                        "round", "1",
                        "status", "WARNING",
                        "period", "DAY",
                        "periodStart", "2026-11-23T00:00:00Z",
                        "periodEnd", "2026-11-24T00:00:00Z",
                        "spent", "80.00",
                        "held", "0.50",
                        "free", "19.50",
                        "limit", "100.00"));
        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(1, 0, 0, 0, 0));
        assertThat(failures).isEmpty();
    }

    @Test
    void hear_otherEvents_haveTheirOwnFields() throws Exception {
        Webhook webhook = webhook(receiver.url()).build();

        webhook.hear(Events.overrun(new ReservationId(1, 2)));
        webhook.hear(Events.opened());
        webhook.hear(Events.share("0.50"));
        webhook.hear(new BudgetEvent.LedgerDown("openai", Events.NOON));
        webhook.hear(new BudgetEvent.LedgerBack("openai", BigDecimal.TEN, Events.NOON));
        webhook.hear(new BudgetEvent.Unrecorded(
                "openai", new ReservationId(1, 2), BigDecimal.TEN, BigDecimal.ONE, "it ended before", Events.NOON));
        webhook.close();

        assertThat(fields(receiver.requests().get(0).text()))
                .containsEntry("type", "overrun")
                .containsEntry("reservation", "0000000000000001-2")
                .containsEntry("hold", "1.00")
                .containsEntry("actual", "1.25")
                .containsEntry("status", "OK")
                .doesNotContainKeys("source", "periodEnd");
        assertThat(fields(receiver.requests().get(1).text()))
                .containsEntry("type", "breaker.changed")
                .containsEntry("state", "OPEN")
                .containsEntry("reason", "the stop line is reached");
        assertThat(fields(receiver.requests().get(2).text()))
                .containsEntry("type", "share.reached")
                .containsEntry("share", "0.5")
                .containsEntry("spent", "50.00")
                .containsEntry(
                        "message", "budget \"openai\" reached 50 % of its limit: 50.00 of 100.00 spent, 0.00 held");
        assertThat(fields(receiver.requests().get(3).text())).containsEntry("type", "ledger.down");
        assertThat(fields(receiver.requests().get(4).text()))
                .containsEntry("type", "ledger.back")
                .containsEntry("spent", "10");
        assertThat(fields(receiver.requests().get(5).text()))
                .containsEntry("type", "unrecorded")
                .containsEntry("actual", "1")
                .containsEntry("reason", "it ended before");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void hear_receiverFailsAtFirst_sendsTheSameAgain(int status) {
        receiver.reply(status).reply(status);
        Webhook webhook = webhook(receiver.url()).build();

        webhook.hear(Events.warning("openai"));
        webhook.close();

        assertThat(receiver.requests()).hasSize(3);
        assertThat(receiver.requests())
                .extracting(Receiver.Request::id)
                .containsOnly(receiver.requests().get(0).id());
        assertThat(receiver.requests())
                .extracting(Receiver.Request::text)
                .containsOnly(receiver.requests().get(0).text());
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(1, 0, 0, 0, 2));
    }

    @Test
    void hear_sentAgainLater_isSignedForThatTime() throws Exception {
        receiver.reply(500);
        Webhook webhook = webhook(receiver.url())
                .pause(time -> clock.advance(Duration.ofMinutes(20)))
                .build();

        webhook.hear(Events.warning("openai"));
        webhook.close();

        Receiver.Request second = receiver.requests().get(1);
        assertThat(second.header("webhook-timestamp"))
                .isEqualTo(Long.toString(clock.instant().getEpochSecond()));
        assertThat(second.header("webhook-signature")).isEqualTo(ownSignature(second));
    }

    @ParameterizedTest
    @CsvSource({"429,90,90", "503,'Mon, 23 Nov 2026 12:05:00 GMT',299", "503,7200,3600"})
    void hear_receiverAsksForTime_isNotCalledBefore(int status, String retryAfter, long seconds) {
        receiver.reply(status, Map.of("Retry-After", retryAfter));
        Webhook webhook = webhook(receiver.url()).build();

        webhook.hear(Events.warning("openai"));
        webhook.close();

        assertThat(pauses).hasSize(1);
        assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 1));
        assertThat(webhook.counts().delivered()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 408, 410, 422, 304})
    void hear_receiverRefuses_isNotCalledAgain(int status) {
        receiver.reply(status);
        Webhook webhook = webhook(receiver.url()).build();

        webhook.hear(Events.warning("openai"));
        webhook.hear(Events.warning("mapbox"));
        webhook.close();

        assertThat(receiver.requests()).hasSize(2);
        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(1, 1, 0, 0, 0));
        assertThat(failures)
                .singleElement()
                .asString()
                .contains("cannot deliver an event of budget \"openai\" to http://127.0.0.1:"
                        + receiver.url().getPort() + ": attempt 1 of 8 was answered " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void hear_receiverRedirects_leadsTheSignatureNowhere(int status) throws IOException {
        try (Receiver elsewhere = new Receiver()) {
            receiver.reply(status, Map.of("Location", elsewhere.url().toString()));
            Webhook webhook = webhook(receiver.url()).build();

            webhook.hear(Events.warning("openai"));
            webhook.close();

            assertThat(elsewhere.requests()).isEmpty();
            assertThat(failures).singleElement().asString().endsWith(status + ", and redirects are not followed");
        }
    }

    @Test
    void hear_neverTaken_isGivenUpAfterAllAttempts() {
        for (int i = 0; i < 3; i++) {
            receiver.reply(500);
        }
        Webhook webhook = webhook(receiver.url()).attempts(3).build();

        webhook.hear(Events.warning("openai"));
        webhook.close();

        assertThat(receiver.requests()).hasSize(3);
        assertThat(failures).singleElement().asString().endsWith("attempt 3 of 3 was answered 500");
        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(0, 1, 0, 0, 2));
    }

    @Test
    void hear_connectionRefused_triesAgain() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Webhook webhook = webhook(URI.create("http://127.0.0.1:%d/hooks/path-token?key=query-token".formatted(free)))
                .attempts(3)
                .build();

        webhook.hear(Events.warning("openai"));
        webhook.close();

        assertThat(pauses).hasSize(2);
        assertThat(failures)
                .singleElement()
                .asString()
                .endsWith("attempt 3 of 3 failed with java.net.ConnectException");
        assertNothingSecret();
    }

    @Test
    void hear_serverNeverAnswers_ends() throws IOException {
        // It is never asked to accept; the system does that.
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Webhook webhook = webhook(url(silent))
                    .attempts(2)
                    .timeout(Duration.ofMillis(150))
                    .build();

            webhook.hear(Events.warning("openai"));
            webhook.close();

            assertThat(pauses).hasSize(1);
            assertThat(failures).singleElement().asString().endsWith("attempt 2 of 2 had no answer within PT0.15S");
            assertNothingSecret();
        }
    }

    @Test
    void hear_answerNeverEnds_ends() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (ServerSocket dribbling = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            List<Socket> open = new ArrayList<>();
            Future<?> server = thread.submit(() -> {
                Socket socket = dribbling.accept();
                open.add(socket);
                OutputStream out = socket.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                return socket;
            });
            Webhook webhook = webhook(url(dribbling))
                    .attempts(1)
                    .timeout(Duration.ofMillis(500))
                    .build();

            webhook.hear(Events.warning("openai"));
            webhook.close();

            server.get();
            open.get(0).close();
            assertThat(failures).singleElement().asString().endsWith("attempt 1 of 1 had no answer within PT0.5S");
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void hear_manyWithFailuresBetween_arriveInOrder() throws Exception {
        for (int i = 0; i < 5; i++) {
            receiver.reply(500).reply(200);
        }
        Webhook webhook = webhook(receiver.url()).build();

        List<String> names = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            names.add("budget-" + i);
            webhook.hear(Events.warning("budget-" + i));
        }
        webhook.close();

        List<String> distinct = new ArrayList<>();
        for (Receiver.Request request : receiver.requests()) {
            String budget = fields(request.text()).getOrDefault("budget", "");
            if (!distinct.contains(budget)) {
                distinct.add(budget);
            } else {
                assertThat(distinct.get(distinct.size() - 1)).isEqualTo(budget);
            }
        }
        assertThat(distinct).isEqualTo(names);
        assertThat(receiver.requests()).hasSize(35);
    }

    @Test
    void hear_queueFull_dropsTheNewestAndBlocksNobody() throws Exception {
        CountDownLatch arrived = receiver.shut();
        Webhook webhook = webhook(receiver.url()).queue(2).build();
        webhook.hear(Events.warning("first"));
        arrived.await();

        // The receiver is stuck, and this thread goes on.
        for (String name : List.of("second", "third", "fourth", "fifth")) {
            webhook.hear(Events.warning(name));
        }

        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(0, 0, 2, 3, 0));
        assertThat(failures)
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "cannot send an event of budget \"fourth\" to %s: 2 events wait already, which is all that may"
                                .formatted(webhook.toString().substring("webhook to ".length())),
                        "cannot send an event of budget \"fifth\" to %s: 2 events wait already, which is all that may"
                                .formatted(webhook.toString().substring("webhook to ".length())));
        receiver.open();
        webhook.close();
        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(3, 0, 2, 0, 0));
    }

    @Test
    void close_receiverStuck_givesUpWhatIsLeftAndSaysSo() throws Exception {
        CountDownLatch arrived = receiver.shut();
        CountDownLatch told = new CountDownLatch(3);
        Webhook webhook = webhook(receiver.url())
                .timeout(Duration.ofHours(1))
                .closeWithin(Duration.ofMillis(50))
                .failures(telling(told))
                .build();
        for (int i = 0; i < 3; i++) {
            webhook.hear(Events.warning("openai"));
        }
        arrived.await();

        webhook.close();
        told.await();

        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(0, 3, 0, 0, 0));
        assertThat(failures)
                .hasSize(3)
                .allSatisfy(failure ->
                        assertThat(failure).hasMessageEndingWith("the webhook was closed before it was taken"));
    }

    @Test
    void close_whileWaitingToTryAgain_endsTheWait() throws Exception {
        receiver.reply(500);
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Webhook webhook = webhook(receiver.url())
                .closeWithin(Duration.ofMillis(50))
                .failures(telling(told))
                .pause(time -> {
                    waiting.countDown();
                    new CountDownLatch(1).await();
                })
                .build();
        webhook.hear(Events.warning("openai"));
        waiting.await();

        webhook.close();
        webhook.close();
        told.await();

        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(0, 1, 0, 0, 0));
    }

    @Test
    void close_callerInterrupted_givesUpAtOnceAndStaysInterrupted() throws Exception {
        CountDownLatch arrived = receiver.shut();
        Webhook webhook = webhook(receiver.url())
                .closeWithin(Duration.ofHours(1))
                .timeout(Duration.ofHours(1))
                .build();
        webhook.hear(Events.warning("openai"));
        arrived.await();

        Thread.currentThread().interrupt();
        webhook.close();

        assertThat(Thread.interrupted()).isTrue();
        receiver.open();
    }

    @Test
    void hear_closed_dropsAndSaysSo() {
        Webhook webhook = webhook(receiver.url()).build();
        webhook.close();

        webhook.hear(Events.warning("openai"));

        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(0, 0, 1, 0, 0));
        assertThat(failures).singleElement().asString().endsWith("the webhook is closed");
    }

    @Test
    void hear_handlerOfFailuresFails_theNextIsSentAllTheSame() {
        receiver.reply(400);
        Webhook webhook = webhook(receiver.url())
                .failures((listener, event, failure) -> {
                    throw new IllegalStateException("no log");
                })
                .build();

        webhook.hear(Events.warning("openai"));
        webhook.hear(Events.warning("mapbox"));
        webhook.close();

        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(1, 1, 0, 0, 0));
    }

    @Test
    void close_fromTheHandlerOfFailures_doesNotWaitForItself() {
        receiver.reply(400);
        Webhook webhook = webhook(receiver.url())
                .closeWithin(Duration.ofHours(1))
                .failures((listener, event, failure) -> ((Webhook) listener).close())
                .build();

        webhook.hear(Events.warning("openai"));
        webhook.close();

        assertThat(webhook.counts()).isEqualTo(new WebhookCounts(0, 1, 0, 0, 0));
    }

    @Test
    void reserve_receiverStuck_isNotHeldUp() throws Exception {
        CountDownLatch arrived = receiver.shut();
        Webhook webhook = webhook(receiver.url()).build();
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").per(Period.day()).build())
                .clock(clock)
                .listener(webhook)
                .build();

        monitor.reserve(Spend.of("95"));
        arrived.await();
        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.STOP);

        receiver.open();
        monitor.close();
        webhook.close();
        assertThat(webhook.counts().delivered()).isEqualTo(3);
    }

    @Test
    void id_sameSource_isTheSameInEveryProcess() {
        List<BudgetEvent> events = List.of(
                Events.reached(BudgetStatus.WARNING, "openai", Events.NOON),
                Events.reached(BudgetStatus.STOP, "openai", Events.NOON),
                Events.reached(BudgetStatus.WARNING, "mapbox", Events.NOON),
                Events.reached(BudgetStatus.WARNING, "openai", Events.NOON.plus(Duration.ofDays(1))),
                Events.share("0.5"),
                Events.share("0.4"),
                Events.overrun(new ReservationId(1, 2)),
                Events.overrun(new ReservationId(1, 3)));

        assertThat(events).extracting(event -> EventId.of(event, "billing")).doesNotHaveDuplicates();
        assertThat(events).allSatisfy(event -> {
            assertThat(EventId.of(event, "billing")).isEqualTo(EventId.of(event, "billing"));
            assertThat(EventId.of(event, "billing")).isNotEqualTo(EventId.of(event, "staging"));
            assertThat(EventId.of(event, null)).isNotEqualTo(EventId.of(event, null));
        });
        // Told again later in the same period, as by another process: the same event.
        assertThat(EventId.of(Events.reached(BudgetStatus.STOP, "openai", Events.NOON.plusSeconds(9)), "billing"))
                .isEqualTo(EventId.of(events.get(1), "billing"));
    }

    @Test
    void failures_ofEveryKind_showNeitherSecretNorPath() {
        receiver.reply(400).reply(302, Map.of("Location", "/path-token"));
        Webhook webhook = webhook(receiver.url()).build();
        webhook.hear(Events.warning("openai"));
        webhook.hear(Events.warning("openai"));
        webhook.close();
        webhook.hear(Events.warning("openai"));

        assertThat(failures).hasSize(3);
        assertNothingSecret();
        assertThat(webhook.toString()).doesNotContain("token");
        assertThat(WebhookSecret.parse(SECRET).toString()).doesNotContain(SECRET.substring(6));
    }

    @Test
    void to_badUrl_saysTheRuleAndNotThePath() {
        WebhookSecret secret = WebhookSecret.random();
        for (String url :
                List.of("ftp://host/token", "//host/token", "mailto:token", "https://user:token@host/token")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Webhook.to(URI.create(url), secret))
                    .withMessageStartingWith("the URL of a webhook must have http or https and a host, and no user")
                    .withMessageNotContaining("token");
        }
    }

    @Test
    void build_badSettings_areRefused() {
        Webhook.Builder builder = webhook(receiver.url());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.timeout(Duration.ZERO))
                .withMessage("timeout must be positive and at most a day: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.attempts(0))
                .withMessage("attempts must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.queue(-1))
                .withMessage("queue must be positive: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessage("backoff must not start with more than its longest: PT2S, PT1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.source(" "))
                .withMessage("source must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.client(HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()))
                .withMessage("the client of a webhook must follow no redirects: followRedirects is NORMAL");
    }

    private Webhook.Builder webhook(URI url) {
        return Webhook.to(url, WebhookSecret.parse(SECRET))
                .clock(clock)
                .closeWithin(Duration.ofMinutes(1))
                .random(new SplittableRandom(1))
                .pause(pauses::add)
                .failures((listener, event, failure) -> failures.add(failure));
    }

    private ListenerFailureHandler telling(CountDownLatch told) {
        return (listener, event, failure) -> {
            failures.add(failure);
            told.countDown();
        };
    }

    private static URI url(ServerSocket socket) {
        return URI.create("http://127.0.0.1:%d/hooks/path-token?key=query-token".formatted(socket.getLocalPort()));
    }

    private void assertNothingSecret() {
        for (Throwable failure : failures) {
            for (Throwable each = failure; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain("path-token", "query-token", SECRET.substring(6));
            }
        }
    }

    /** As a receiver would compute it, with nothing of this library. */
    private static String ownSignature(Receiver.Request request) throws Exception {
        byte[] key = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String head = request.header("webhook-id") + "." + request.header("webhook-timestamp") + ".";
        mac.update(head.getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(request.body()));
    }

    static Map<String, String> fields(String json) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
                assertThat(fields.put(name, parser.getText())).describedAs(name).isNull();
            }
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(parser.nextToken()).isNull();
        }
        return fields;
    }

    private static Map<String, String> ordered(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
