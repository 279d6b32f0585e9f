package io.leadfactory.audit.store;

import java.time.Instant;

/**
 * How many events an actor has of an action. Immutable.
 *
 * @param actor who acted
 * @param action what was done
 * @param events how many there are
 * @param first when the first of them happened
 * @param last when the last of them happened
 */
public record EventCount(String actor, String action, long events, Instant first, Instant last) {

    /** Action and number: an actor belongs in no log. */
    @Override
    public String toString() {
        return action + ": " + events;
    }
}
