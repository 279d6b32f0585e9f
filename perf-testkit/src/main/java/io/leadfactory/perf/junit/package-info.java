/**
 * Brings the kit into JUnit 5 and 6: test methods that are performance tests come in, verdicts of tests and one report of
 * the whole run go out.
 *
 * <p>The only room that imports JUnit. The kit works without it.
 */
@NullMarked
package io.leadfactory.perf.junit;

import org.jspecify.annotations.NullMarked;
