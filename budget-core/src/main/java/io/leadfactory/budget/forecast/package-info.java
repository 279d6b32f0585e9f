/**
 * What is to come. In go the entries of an account and an instant; out come a burn rate and when the stop line would be
 * reached, with a range, or why that cannot be said.
 */
@NullMarked
package io.leadfactory.budget.forecast;

import org.jspecify.annotations.NullMarked;
