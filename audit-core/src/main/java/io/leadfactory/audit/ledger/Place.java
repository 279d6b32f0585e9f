package io.leadfactory.audit.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Where an event stands, and how its hash is made. Immutable.
 *
 * @param lane the chain
 * @param number the position in the lane, from 1
 * @param step the place in its transaction, from 0
 * @param form the canonical form
 * @param keyId names the key of the hash; null if there is none
 */
public record Place(
        long lane,
        long number,
        int step,
        short form,
        @Nullable String keyId) {}
