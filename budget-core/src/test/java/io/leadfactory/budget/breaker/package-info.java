/** Tests of this room. */
@NullMarked
package io.leadfactory.budget.breaker;

import org.jspecify.annotations.NullMarked;
