package io.leadfactory.audit.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an event comes from: who acted, for whom, from where, in which request and why. Immutable.
 *
 * <p>Texts of any length are accepted. What is longer than its column is stored as its beginning and a digest of the
 * whole, so that two long texts stay two; the columns hold 255 characters (actor, on behalf of, user agent), 64 (IP
 * address), 128 (request id) and 1 000 (reason).
 *
 * @param actor who acted
 * @param onBehalfOf for whom, or null
 * @param ip from which address, or null
 * @param userAgent with which program, or null
 * @param requestId in which request, or null
 * @param reason why, or null
 * @param attributes anything else, in order
 */
public record Origin(
        String actor,
        @Nullable String onBehalfOf,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        @Nullable String reason,
        Map<String, @Nullable String> attributes) {

    /**
     * Checks the actor and copies the attributes.
     *
     * @param actor who acts
     * @param onBehalfOf for whom
     * @param ip the address
     * @param userAgent the program
     * @param requestId the request
     * @param reason why
     * @param attributes anything else, in order
     * @throws IllegalArgumentException if the actor is blank
     */
    public Origin {
        Texts.requireText("actor", actor, Integer.MAX_VALUE);
        attributes = attributes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * {@return the origin of which nothing but the actor is known}
     *
     * @param actor who acts
     * @throws IllegalArgumentException if the actor is blank
     */
    public static Origin of(String actor) {
        return new Origin(actor, null, null, null, null, null, Map.of());
    }

    /**
     * {@return this origin with another actor}
     *
     * @param actor who acts
     * @throws IllegalArgumentException if the actor is blank
     */
    public Origin withActor(String actor) {
        return new Origin(actor, onBehalfOf, ip, userAgent, requestId, reason, attributes);
    }

    /**
     * {@return this origin, acting for somebody else}
     *
     * @param onBehalfOf for whom
     */
    public Origin withOnBehalfOf(@Nullable String onBehalfOf) {
        return new Origin(actor, onBehalfOf, ip, userAgent, requestId, reason, attributes);
    }

    /**
     * {@return this origin with another address}
     *
     * @param ip the address
     */
    public Origin withIp(@Nullable String ip) {
        return new Origin(actor, onBehalfOf, ip, userAgent, requestId, reason, attributes);
    }

    /**
     * {@return this origin with another program}
     *
     * @param userAgent the program
     */
    public Origin withUserAgent(@Nullable String userAgent) {
        return new Origin(actor, onBehalfOf, ip, userAgent, requestId, reason, attributes);
    }

    /**
     * {@return this origin in another request}
     *
     * @param requestId the request
     */
    public Origin withRequestId(@Nullable String requestId) {
        return new Origin(actor, onBehalfOf, ip, userAgent, requestId, reason, attributes);
    }

    /**
     * {@return this origin with another reason}
     *
     * @param reason why
     */
    public Origin withReason(@Nullable String reason) {
        return new Origin(actor, onBehalfOf, ip, userAgent, requestId, reason, attributes);
    }

    /**
     * {@return this origin with one more attribute}
     *
     * @param name its name
     * @param value the value
     * @throws IllegalArgumentException if the name is blank
     */
    public Origin withAttribute(String name, @Nullable String value) {
        Texts.requireText("attribute name", name, Integer.MAX_VALUE);
        Map<String, @Nullable String> more = new LinkedHashMap<>(attributes);
        more.put(name, value);
        return new Origin(actor, onBehalfOf, ip, userAgent, requestId, reason, more);
    }

    /** A fixed text: an origin holds personal values, which belong in no log. */
    @Override
    public String toString() {
        return "Origin";
    }
}
