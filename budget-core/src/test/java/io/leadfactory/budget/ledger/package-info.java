/** Tests of this room. */
@NullMarked
package io.leadfactory.budget.ledger;

import org.jspecify.annotations.NullMarked;
