/** Tests of this room. */
@NullMarked
package io.leadfactory.budget.slice;

import org.jspecify.annotations.NullMarked;
