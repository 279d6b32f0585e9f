/** Tests of this room. */
@NullMarked
package io.leadfactory.budget.plan;

import org.jspecify.annotations.NullMarked;
