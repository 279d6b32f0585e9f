/**
 * Runs scenarios on threads of its own: a definition comes in, its measurement goes out.
 *
 * <p>Users start together and are always joined; a failed operation is an error, never a fast operation.
 */
@NullMarked
package io.leadfactory.perf.run;

import org.jspecify.annotations.NullMarked;
