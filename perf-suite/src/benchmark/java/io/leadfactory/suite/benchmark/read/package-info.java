/**
 * The read side: contenders come in, are filled with events, and how long their queries took goes out.
 */
@NullMarked
package io.leadfactory.suite.benchmark.read;

import org.jspecify.annotations.NullMarked;
