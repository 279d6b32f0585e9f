/** Bugs that were found once: one class for each. */
@NullMarked
package io.leadfactory.audit.regression;

import org.jspecify.annotations.NullMarked;
