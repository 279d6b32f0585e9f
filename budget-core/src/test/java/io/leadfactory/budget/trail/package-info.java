/** Tests of this room. */
@NullMarked
package io.leadfactory.budget.trail;

import org.jspecify.annotations.NullMarked;
