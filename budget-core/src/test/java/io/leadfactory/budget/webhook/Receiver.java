package io.leadfactory.budget.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server on this machine that answers as it is told: 200, unless something else comes first. */
final class Receiver implements AutoCloseable {
    /** What came in. */
    static final class Request {
        private final Map<String, List<String>> headers;
        private final byte[] body;

        Request(Map<String, List<String>> headers, byte[] body) {
            this.headers = headers;
            this.body = body;
        }

        byte[] body() {
            return body.clone();
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .findFirst()
                    .map(each -> each.getValue().get(0))
                    .orElse("");
        }

        String id() {
            return header("webhook-id");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private record Reply(int status, Map<String, String> headers) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch reached = new CountDownLatch(0);

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:%d/hooks/path-token?key=query-token"
                .formatted(server.getAddress().getPort()));
    }

    Receiver reply(int status) {
        return reply(status, Map.of());
    }

    Receiver reply(int status, Map<String, String> headers) {
        replies.add(new Reply(status, headers));
        return this;
    }

    /** From now on it takes requests, says so by the latch that is returned, and answers none until it is opened. */
    CountDownLatch shut() {
        gate = new CountDownLatch(1);
        reached = new CountDownLatch(1);
        return reached;
    }

    void open() {
        gate.countDown();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    Map.copyOf(exchange.getRequestHeaders()),
                    exchange.getRequestBody().readAllBytes()));
            reached.countDown();
            gate.await();
            Reply reply = replies.poll();
            if (reply != null) {
                reply.headers().forEach(exchange.getResponseHeaders()::set);
            }
            exchange.sendResponseHeaders(reply == null ? 200 : reply.status(), -1);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
