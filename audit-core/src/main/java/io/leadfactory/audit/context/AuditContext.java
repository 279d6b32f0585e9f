package io.leadfactory.audit.context;

import io.leadfactory.audit.event.Origin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, for whom, from where and why: what every event carries while a scope is open. Immutable: each method
 * answers a new context.
 *
 * <p>A scope belongs to the thread that opened it, virtual or not. An inner scope replaces the outer one as a whole until
 * it is closed. No thread inherits a scope: work that is handed to another thread keeps the context if the work or the
 * executor is wrapped.
 *
 * <p>An event takes the context at the moment in which it happens. The change of an entity happens when the session is
 * flushed, which is at the commit at the latest; so the scope goes around the transaction.
 */
public final class AuditContext extends Carrier {
    private static final AuditContext ANONYMOUS = new AuditContext(Origin.of("anonymous"), false);

    private final Origin origin;
    /** Whether the origin's actor is one: if not, the policy for events without an actor decides. */
    private final boolean named;

    private AuditContext(Origin origin, boolean named) {
        this.origin = origin;
        this.named = named;
    }

    /**
     * {@return a context that names the actor and nothing else}
     *
     * @param actor who acts
     * @throws IllegalArgumentException if the actor is blank
     */
    public static AuditContext actor(String actor) {
        return new AuditContext(Origin.of(actor), true);
    }

    /** {@return a context that says nothing yet; as long as it names no actor, the policy for that decides about its events} */
    public static AuditContext anonymous() {
        return ANONYMOUS;
    }

    /** {@return the context of the innermost open scope of this thread; none in a {@linkplain #suspend() suspended} one} */
    public static Optional<AuditContext> current() {
        return Optional.ofNullable(OpenScope.currentContext());
    }

    /**
     * {@return this context with another actor, everything else kept}
     *
     * @param actor who acts
     * @throws IllegalArgumentException if the actor is blank
     */
    public AuditContext named(String actor) {
        return new AuditContext(origin.withActor(actor), true);
    }

    /**
     * {@return this context, acting for somebody else}
     *
     * @param onBehalfOf for whom
     */
    public AuditContext onBehalfOf(@Nullable String onBehalfOf) {
        return new AuditContext(origin.withOnBehalfOf(onBehalfOf), named);
    }

    /**
     * {@return this context, from this address}
     *
     * @param ip the address
     */
    public AuditContext ip(@Nullable String ip) {
        return new AuditContext(origin.withIp(ip), named);
    }

    /**
     * {@return this context, with this program}
     *
     * @param userAgent the program
     */
    public AuditContext userAgent(@Nullable String userAgent) {
        return new AuditContext(origin.withUserAgent(userAgent), named);
    }

    /**
     * {@return this context, in this request}
     *
     * @param requestId the request
     */
    public AuditContext requestId(@Nullable String requestId) {
        return new AuditContext(origin.withRequestId(requestId), named);
    }

    /**
     * {@return this context, for this reason}
     *
     * @param reason why
     */
    public AuditContext reason(@Nullable String reason) {
        return new AuditContext(origin.withReason(reason), named);
    }

    /**
     * {@return this context with one more attribute}
     *
     * @param name its name
     * @param value the value
     * @throws IllegalArgumentException if the name is blank
     */
    public AuditContext attribute(String name, @Nullable String value) {
        return new AuditContext(origin.withAttribute(name, value), named);
    }

    /** {@return whether no actor is named} */
    public boolean isAnonymous() {
        return !named;
    }

    /**
     * {@return what the events of this context carry}
     *
     * @param standIn the actor, if none is named
     */
    public Origin origin(String standIn) {
        return named ? origin : origin.withActor(standIn);
    }

    /**
     * Makes this the context of the current thread until the scope is closed.
     *
     * @return the scope, to be closed by this thread
     */
    @Override
    public Scope open() {
        return OpenScope.push(this);
    }

    /**
     * Lets the current thread have no context until the scope is closed, for work that is not the current actor's.
     *
     * @return the scope, to be closed by this thread
     */
    public static Scope suspend() {
        return OpenScope.push(null);
    }

    /** A fixed text: a context holds personal values, which belong in no log. */
    @Override
    public String toString() {
        return "AuditContext";
    }

    /**
     * The time in which a context is current. For one thread: the one that opened it, which must close it.
     *
     * <p>Closing an outer scope closes the inner ones that are still open; closing twice does nothing.
     */
    public sealed interface Scope extends AutoCloseable permits OpenScope {

        /**
         * Restores the context that was current before.
         *
         * @throws IllegalStateException if another thread opened the scope
         */
        @Override
        void close();
    }
}
