/**
 * The front door: a command line comes in, an exit code that a pipeline can use goes out.
 *
 * <p>{@link io.leadfactory.suite.Gate} runs the scenarios as a program, {@link io.leadfactory.suite.SettingsCheck} checks
 * the settings before a build runs them as tests.
 */
@NullMarked
package io.leadfactory.suite;

import org.jspecify.annotations.NullMarked;
