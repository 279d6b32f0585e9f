/** Tests of this room. */
@NullMarked
package io.leadfactory.budget.policy;

import org.jspecify.annotations.NullMarked;
