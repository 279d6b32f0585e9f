/**
 * Remembers what earlier runs measured: a scenario's figures come in, the last runs on the same machine and advice go out.
 *
 * <p>History is only ever advice. Nothing here is a verdict, and a history that cannot be read or written is told in a
 * sentence and never fails a run.
 */
@NullMarked
package io.leadfactory.perf.history;

import org.jspecify.annotations.NullMarked;
