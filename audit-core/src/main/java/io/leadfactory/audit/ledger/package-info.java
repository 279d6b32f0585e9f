/**
 * The tamper evidence: lanes, gapless numbers, hash chains and their verifier.
 *
 * <p>In come drafts; out come sealed events with lane, number, salt, digest and hash, and findings when a stored chain is broken.
 */
@NullMarked
package io.leadfactory.audit.ledger;

import org.jspecify.annotations.NullMarked;
