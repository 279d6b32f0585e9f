/** The front door. */
@NullMarked
package io.leadfactory.audit;

import org.jspecify.annotations.NullMarked;
