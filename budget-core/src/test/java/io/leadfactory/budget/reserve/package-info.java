/** Tests of this room. */
@NullMarked
package io.leadfactory.budget.reserve;

import org.jspecify.annotations.NullMarked;
