/**
 * The contract's scenarios, a class each: a fresh world comes in, figures held against the contract's limits go out.
 *
 * <p>Each class reads like its row in the contract. The classes are tests by their annotation, and main code by their
 * purpose: a build runs them under the profile {@code performance}, the gate program runs them before a deployment.
 */
@NullMarked
package io.leadfactory.suite.scenario;

import org.jspecify.annotations.NullMarked;
