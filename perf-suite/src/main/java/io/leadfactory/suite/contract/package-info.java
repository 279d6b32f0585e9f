/**
 * The contract as data: settings come in as text, the selected scenarios and their limits go out.
 *
 * <p>Everything that a person can get wrong on the command line is refused here, before anything is measured.
 */
@NullMarked
package io.leadfactory.suite.contract;

import org.jspecify.annotations.NullMarked;
