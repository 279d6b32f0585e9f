/** Whole behaviours, on a real database. */
@NullMarked
package io.leadfactory.audit.functional;

import org.jspecify.annotations.NullMarked;
