/** The front door. */
@NullMarked
package io.leadfactory.budget;

import org.jspecify.annotations.NullMarked;
