/**
 * Breaks a database on purpose, and counts what it is asked: a {@link javax.sql.DataSource} comes in, one that can be told
 * to be slow, to fail, to fall silent or to lose its connections goes out.
 *
 * <p>Stands alone on the ground floor: nothing of the kit is needed to use it, and the kit does not use it.
 */
@NullMarked
package io.leadfactory.perf.fault;

import org.jspecify.annotations.NullMarked;
