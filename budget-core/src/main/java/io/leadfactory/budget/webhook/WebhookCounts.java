package io.leadfactory.budget.webhook;

/**
 * What became of the events that a webhook heard: each is in one of the first four. Immutable.
 *
 * @param delivered taken by the receiver, with a status from 200 to 299
 * @param failed given up: refused by the receiver, tried as often as is allowed, or left over when the webhook was closed
 * @param dropped never tried: heard when the queue was full or the webhook closed
 * @param waiting still in the queue, or being sent
 * @param retries attempts beyond the first, of all events together
 */
public record WebhookCounts(long delivered, long failed, long dropped, int waiting, long retries) {}
