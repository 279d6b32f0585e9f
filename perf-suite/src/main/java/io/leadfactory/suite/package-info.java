/** The front door. */
@NullMarked
package io.leadfactory.suite;

import org.jspecify.annotations.NullMarked;
