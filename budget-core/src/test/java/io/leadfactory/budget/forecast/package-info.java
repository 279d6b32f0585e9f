/** Tests of the room of the same name, on spending that is made up. */
@NullMarked
package io.leadfactory.budget.forecast;

import org.jspecify.annotations.NullMarked;
