package io.leadfactory.budget.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The receiver: makes one attempt, signed anew, within a time limit that covers everything. Thread-safe. */
final class Endpoint {
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI url;
    private final WebhookSecret secret;
    private final HttpClient client;
    private final Duration timeout;
    private final Clock clock;

    Endpoint(URI url, WebhookSecret secret, HttpClient client, Duration timeout, Clock clock) {
        this.url = url;
        this.secret = secret;
        this.client = client;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Scheme, host and port: as much of the URL as may be shown. */
    static String shown(URI url) {
        return url.getPort() < 0
                ? url.getScheme() + "://" + url.getHost()
                : url.getScheme() + "://" + url.getHost() + ":" + url.getPort();
    }

    Answer send(Message message) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> call =
                client.sendAsync(request(message), HttpResponse.BodyHandlers.discarding());
        try {
            // The request's own limit ends with the answer's head; this one ends with its body.
            return answer(call.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return noAnswer(late);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            if (cause instanceof HttpTimeoutException) {
                return noAnswer(cause);
            }
            String what = "failed with " + cause.getClass().getName();
            return cause instanceof IOException ? Answer.tryAgain(what, null, cause) : Answer.refused(what, cause);
        } finally {
            call.cancel(true);
        }
    }

    private HttpRequest request(Message message) {
        byte[] body = message.json().getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("content-type", "application/json")
                .header("user-agent", "leadfactory-budget")
                .header("webhook-id", message.id())
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", secret.sign(message.id(), timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private Answer answer(HttpResponse<Void> response) {
        int status = response.statusCode();
        String what = "was answered " + status;
        return switch (status / 100) {
            case 2 -> Answer.delivered();
            case 3 -> Answer.refused(what + ", and redirects are not followed", null);
            case 5 -> tryAgain(what, response);
            default -> status == TOO_MANY_REQUESTS ? tryAgain(what, response) : Answer.refused(what, null);
        };
    }

    private Answer tryAgain(String what, HttpResponse<Void> response) {
        return Answer.tryAgain(
                what,
                response.headers()
                        .firstValue("retry-after")
                        .map(text -> RetryAfter.parse(text, clock.instant()))
                        .orElse(null),
                null);
    }

    private Answer noAnswer(Throwable late) {
        return Answer.tryAgain("had no answer within " + timeout, null, late);
    }
}
