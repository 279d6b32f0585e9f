/**
 * What a transaction records, from its first event until its outcome is known.
 *
 * <p>In come drafts and explicit entries; out comes one batch, sealed into a lane and written before the commit on the session's own
 * connection, and afterwards the lane with its fate, and what is left to recover.
 */
@NullMarked
package io.leadfactory.audit.transaction;

import org.jspecify.annotations.NullMarked;
