/** Whole behaviours through the front door. */
@NullMarked
package io.leadfactory.budget.functional;

import org.jspecify.annotations.NullMarked;
