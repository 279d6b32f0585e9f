/** The front door. */
@NullMarked
package io.leadfactory.perf;

import org.jspecify.annotations.NullMarked;
