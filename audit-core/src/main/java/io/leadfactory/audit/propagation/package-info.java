/**
 * The audit context for libraries that carry contexts of all kinds.
 *
 * <p>In comes Micrometer's wish to read, set and restore the context of a thread; out comes the scope that does it.
 */
@NullMarked
package io.leadfactory.audit.propagation;

import org.jspecify.annotations.NullMarked;
