package io.leadfactory.audit.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.Origin;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a real container, between an authentication and a servlet. */
class AuditContextFilterTest {
    private static final EnumSet<DispatcherType> DISPATCHES =
            EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);

    private final Server server = new Server();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService workers = Executors.newSingleThreadExecutor();
    /** What was current on the container's threads before and after each dispatch. */
    private final List<Optional<AuditContext>> left = new CopyOnWriteArrayList<>();
    /** What was current in the servlet, in the order of the dispatches. */
    private final List<Origin> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws Exception {
        server.stop();
        workers.shutdownNow();
        assertThat(left).isNotEmpty().containsOnly(Optional.empty());
    }

    @Test
    void request_ofAUser_hasActorAddressAgentAndId() throws Exception {
        start(new AuditContextFilter());
        assertThat(get("/", "user", "alice", "User-Agent", "curl/8", "X-Request-Id", "r-1"))
                .isEqualTo(200);
        assertThat(seen)
                .containsExactly(Origin.of("alice")
                        .withIp("127.0.0.1")
                        .withUserAgent("curl/8")
                        .withRequestId("r-1"));
    }

    @Test
    void request_ofNobody_namesNoActorAndKeepsTheRest() throws Exception {
        start(new AuditContextFilter());
        get("/", "X-Request-Id", "r-1");
        get("/", "user", " ");
        assertThat(seen).extracting(Origin::actor).containsExactly("(anonymous)", "(anonymous)");
        assertThat(seen).extracting(Origin::ip).containsOnly("127.0.0.1");
        assertThat(seen.get(0).requestId()).isEqualTo("r-1");
    }

    @Test
    void request_hostileHeaders_areBoundedOrReplaced() throws Exception {
        start(new AuditContextFilter());
        get("/", "X-Request-Id", "x".repeat(129), "User-Agent", "u".repeat(5000), "X-Forwarded-For", "6.6.6.6");
        get("/", "X-Request-Id", "a b");
        get("/", "X-Request-Id", "x".repeat(128));
        assertThat(seen).extracting(Origin::ip).containsOnly("127.0.0.1");
        assertThat(seen.get(0).userAgent()).isEqualTo("u".repeat(255));
        UUID generated = UUID.fromString(requestId(0));
        assertThat(UUID.fromString(requestId(1))).isNotEqualTo(generated);
        assertThat(requestId(2)).isEqualTo("x".repeat(128));
    }

    @Test
    void builder_everything_isUsed() throws Exception {
        start(AuditContextFilter.builder()
                .actor(request -> request.getHeader("api-key-owner"))
                .requestIdHeader("traceparent")
                .trustedProxies(1)
                .build());
        get("/", "api-key-owner", "batch", "traceparent", "00-1", "X-Forwarded-For", "6.6.6.6, 203.0.113.7");
        assertThat(seen).extracting(Origin::actor).containsExactly("batch");
        assertThat(seen).extracting(Origin::requestId).containsExactly("00-1");
        assertThat(seen).extracting(Origin::ip).containsExactly("203.0.113.7");
    }

    @Test
    void init_parameters_areUsed() throws Exception {
        FilterHolder holder = new FilterHolder(AuditContextFilter.class);
        holder.setInitParameter(AuditContextFilter.REQUEST_ID_HEADER, "traceparent");
        holder.setInitParameter(AuditContextFilter.TRUSTED_PROXIES, "1");
        start(holder);
        get("/", "traceparent", "00-1", "X-Forwarded-For", "203.0.113.7");
        assertThat(seen.get(0).requestId()).isEqualTo("00-1");
        assertThat(seen.get(0).ip()).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource({
        "trusted-proxies, many, 'init parameter \"trusted-proxies\" must be a whole number: \"many\"'",
        "trusted-proxies, -1, 'init parameter of the audit filter: number of trusted proxies must not be negative: -1'",
        "request-id-header, ' ', 'init parameter of the audit filter: name of the request id header must not be blank: \" \"'"
    })
    void init_unusableParameter_isRefused(String name, String value, String message) {
        FilterHolder holder = new FilterHolder(AuditContextFilter.class);
        holder.setInitParameter(name, value);
        assertThatThrownBy(() -> start(holder)).hasStackTraceContaining(message);
        left.add(AuditContext.current());
    }

    @Test
    void asyncDispatch_keepsTheContextAndLeaksNoScope() throws Exception {
        start(new AuditContextFilter());
        assertThat(get("/async", "user", "alice")).isEqualTo(200);
        assertThat(seen).hasSize(3).containsOnly(seen.get(0));
        assertThat(seen.get(0).actor()).isEqualTo("alice");
    }

    @Test
    void errorDispatch_keepsTheContext() throws Exception {
        start(new AuditContextFilter());
        assertThat(get("/fail", "user", "alice")).isEqualTo(500);
        assertThat(seen).hasSize(2).containsOnly(seen.get(0));
    }

    private void start(AuditContextFilter filter) throws Exception {
        start(new FilterHolder(filter));
    }

    private void start(FilterHolder filter) throws Exception {
        ServletContextHandler handler = new ServletContextHandler("/");
        handler.addFilter(new FilterHolder(witness()), "/*", DISPATCHES);
        handler.addFilter(new FilterHolder(authentication()), "/*", EnumSet.of(DispatcherType.REQUEST));
        filter.setAsyncSupported(true);
        handler.addFilter(filter, "/*", DISPATCHES);
        handler.addServlet(new Handling(), "/*").setAsyncSupported(true);
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(500, "/error");
        handler.setErrorHandler(errors);
        server.addConnector(new ServerConnector(server, 1, 1));
        server.setHandler(handler);
        server.start();
    }

    private int get(String path, String... headers) throws Exception {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .headers(headers)
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private String requestId(int dispatch) {
        String id = seen.get(dispatch).requestId();
        return id == null ? "" : id;
    }

    private Filter witness() {
        return (request, response, chain) -> {
            left.add(AuditContext.current());
            try {
                chain.doFilter(request, response);
            } finally {
                left.add(AuditContext.current());
            }
        };
    }

    private static Filter authentication() {
        return (request, response, chain) -> {
            String user = ((HttpServletRequest) request).getHeader("user");
            chain.doFilter(user == null ? request : new Authenticated((HttpServletRequest) request, user), response);
        };
    }

    private static final class Authenticated extends HttpServletRequestWrapper {
        private final String user;

        Authenticated(HttpServletRequest request, String user) {
            super(request);
            this.user = user;
        }

        @Override
        public @Nullable Principal getUserPrincipal() {
            return () -> user;
        }
    }

    private final class Handling extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            AuditContext context = AuditContext.current().orElseThrow();
            seen.add(context.origin("(anonymous)"));
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                switch (request.getRequestURI()) {
                    case "/async" -> {
                        AsyncContext async = request.startAsync();
                        workers.execute(context.wrap(() -> {
                            seen.add(AuditContext.current().orElseThrow().origin("(anonymous)"));
                            async.dispatch();
                        }));
                    }
                    case "/fail" -> throw new IOException("on purpose");
                    default -> response.setStatus(200);
                }
            }
        }
    }
}
