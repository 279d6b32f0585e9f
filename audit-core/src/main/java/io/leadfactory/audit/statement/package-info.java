/**
 * Statements that change rows without any entity event: HQL, JPQL, criteria and native SQL.
 *
 * <p>In come the mutations that Hibernate executes for queries, with their row counts; out come entries about the audited
 * entities that they touch, and changes row by row if that is asked for.
 */
@NullMarked
package io.leadfactory.audit.statement;

import org.jspecify.annotations.NullMarked;
