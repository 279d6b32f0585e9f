package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.alert.BudgetListener;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.webhook.Webhook;
import io.leadfactory.budget.webhook.WebhookSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ready-made listeners together, with a receiver that verifies what it gets. */
class ListenersTest {
    private final WebhookSecret shared = WebhookSecret.random();
    private final List<Boolean> verified = Collections.synchronizedList(new ArrayList<>());

    @Test
    void monitor_logAndWebhook_tellsBoth() throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/alerts", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            verified.add(shared.verifies(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body,
                    Instant.now()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        URI url = URI.create(
                "http://127.0.0.1:%d/alerts".formatted(receiver.getAddress().getPort()));
        String secret = shared.reveal();
        try {
            // readme:listeners
            Webhook webhook = Webhook.to(url, WebhookSecret.parse(secret)) // "whsec_..." from your secret store
                    .source("billing-production")
                    .build();
            BudgetMonitor monitor = BudgetMonitor.builder()
                    .budget(Budget.named("openai")
                            .limit("100.00")
                            .per(Period.day())
                            .build())
                    .listener(BudgetListener.logging())
                    .listener(webhook)
                    .build();
            // end:listeners

            monitor.reserve(Spend.of("95"));
            monitor.close();
            webhook.close();

            assertThat(verified).hasSize(3).containsOnly(true);
            assertThat(webhook.counts().delivered()).isEqualTo(3);
        } finally {
            receiver.stop(0);
        }
    }
}
