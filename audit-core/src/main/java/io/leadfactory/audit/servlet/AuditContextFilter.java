package io.leadfactory.audit.servlet;

import io.leadfactory.audit.context.AuditContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens the audit context of a web request around its handling: actor, address, user agent and request id. Thread-safe
 * once it is initialised.
 *
 * <p>It stands behind whatever authenticates the request, for the dispatches REQUEST, ASYNC and ERROR and with async
 * support. The request keeps its context, so a later dispatch has the same request id, and the same actor unless it names
 * another one. No scope outlives a dispatch: work that the request hands to other threads is wrapped, see
 * {@link AuditContext}.
 *
 * <p>A request without an actor has a context that names none: its events keep the address and so on, and the policy for
 * events without an actor decides about the rest.
 *
 * <p>The request id is that of the header if it is of 1 to 128 visible ASCII characters, and a random UUID otherwise; a
 * proxy that sets the header itself keeps clients from choosing it. The address is the other end of the connection, or
 * what trusted proxies say in {@code X-Forwarded-For}.
 */
public final class AuditContextFilter implements Filter {

    /** The init parameter that names the header with the request id. */
    public static final String REQUEST_ID_HEADER = "request-id-header";

    /** The init parameter that says how many proxies of one's own append to {@code X-Forwarded-For}. */
    public static final String TRUSTED_PROXIES = "trusted-proxies";

    private static final String CONTEXT = AuditContextFilter.class.getName() + ".context";
    private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");
    private static final int USER_AGENT_LENGTH = 255;

    private final Function<? super HttpServletRequest, ? extends @Nullable String> actor;
    private String requestIdHeader;
    private ClientAddress address;

    /** The actor is the request's user, the header {@code X-Request-Id}, and no proxy is trusted. */
    public AuditContextFilter() {
        this(builder());
    }

    private AuditContextFilter(Builder builder) {
        this.actor = builder.actor;
        this.requestIdHeader = builder.requestIdHeader;
        this.address = builder.address;
    }

    /** {@return a builder with the defaults of the filter without arguments} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes over {@value #REQUEST_ID_HEADER} and {@value #TRUSTED_PROXIES}, as far as they are given.
     *
     * @throws ServletException if one is not usable
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        Builder given = builder();
        String header = config.getInitParameter(REQUEST_ID_HEADER);
        String proxies = config.getInitParameter(TRUSTED_PROXIES);
        try {
            if (header != null) {
                requestIdHeader = given.requestIdHeader(header).requestIdHeader;
            }
            if (proxies != null) {
                address = given.trustedProxies(Integer.parseInt(proxies.trim())).address;
            }
        } catch (NumberFormatException e) {
            throw new ServletException(
                    "init parameter \"" + TRUSTED_PROXIES + "\" must be a whole number: \"" + proxies + '"', e);
        } catch (IllegalArgumentException e) {
            throw new ServletException("init parameter of the audit filter: " + e.getMessage(), e);
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http) {
            try (AuditContext.Scope scope = context(http).open()) {
                chain.doFilter(request, response);
            }
        } else {
            chain.doFilter(request, response);
        }
    }

    private AuditContext context(HttpServletRequest request) {
        AuditContext context =
                request.getAttribute(CONTEXT) instanceof AuditContext earlier ? earlier : describe(request);
        String name = actor.apply(request);
        if (name != null && !name.isBlank()) {
            context = context.named(name);
        }
        request.setAttribute(CONTEXT, context);
        return context;
    }

    private AuditContext describe(HttpServletRequest request) {
        return AuditContext.anonymous()
                .ip(address.of(request))
                .userAgent(userAgent(request.getHeader("User-Agent")))
                .requestId(requestId(request.getHeader(requestIdHeader)));
    }

    /** Cut here, since the column would compute the digest of a long one again for each event. */
    private static @Nullable String userAgent(@Nullable String header) {
        return header == null || header.length() <= USER_AGENT_LENGTH ? header : header.substring(0, USER_AGENT_LENGTH);
    }

    private static String requestId(@Nullable String header) {
        return header != null && REQUEST_ID.matcher(header).matches()
                ? header
                : UUID.randomUUID().toString();
    }

    private static @Nullable String user(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        String name = principal == null ? null : principal.getName();
        return name == null ? request.getRemoteUser() : name;
    }

    /** What the filter takes from a request, and how. For one thread. */
    public static final class Builder {
        private Function<? super HttpServletRequest, ? extends @Nullable String> actor = AuditContextFilter::user;
        private String requestIdHeader = "X-Request-Id";
        private ClientAddress address = new ClientAddress(0);

        private Builder() {}

        /**
         * Asks the function for the actor.
         *
         * @param actor names the actor of a request, or answers null or a blank text if there is none
         * @return this
         */
        public Builder actor(Function<? super HttpServletRequest, ? extends @Nullable String> actor) {
            this.actor = actor;
            return this;
        }

        /**
         * Takes the request id from this header.
         *
         * @param header its name
         * @return this
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder requestIdHeader(String header) {
            if (header.isBlank()) {
                throw new IllegalArgumentException(
                        "name of the request id header must not be blank: \"" + header + '"');
            }
            this.requestIdHeader = header.trim();
            return this;
        }

        /**
         * Trusts so many proxies in front of the application to append to {@code X-Forwarded-For} what they see. Zero, the
         * default, ignores the header, which anybody can send; it is right where container or framework read the header.
         *
         * @param proxies how many
         * @return this
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder trustedProxies(int proxies) {
            this.address = new ClientAddress(proxies);
            return this;
        }

        /** {@return the filter} */
        public AuditContextFilter build() {
            return new AuditContextFilter(this);
        }
    }
}
