/** Tests of the room of the same name, against real servers on this machine. */
@NullMarked
package io.leadfactory.budget.webhook;

import org.jspecify.annotations.NullMarked;
