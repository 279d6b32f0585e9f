/** One class for each defect that was found and mended. */
@NullMarked
package io.leadfactory.budget.regression;

import org.jspecify.annotations.NullMarked;
