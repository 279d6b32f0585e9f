/** What statements show. */
@NullMarked
package io.leadfactory.budget.statement;

import org.jspecify.annotations.NullMarked;
