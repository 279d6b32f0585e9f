/**
 * The nouns. In come a team's words: names, amounts, shares, zones and tags; out go checked, immutable values that the
 * floors above calculate with.
 */
@NullMarked
package io.leadfactory.budget.plan;

import org.jspecify.annotations.NullMarked;
