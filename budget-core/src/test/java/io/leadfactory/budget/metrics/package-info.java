/** Tests of this room. */
@NullMarked
package io.leadfactory.budget.metrics;

import org.jspecify.annotations.NullMarked;
