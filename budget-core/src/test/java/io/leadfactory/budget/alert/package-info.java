/** Tests of this room. */
@NullMarked
package io.leadfactory.budget.alert;

import org.jspecify.annotations.NullMarked;
