/**
 * The peers, each set up as its own documentation says: a lead mapped for each of them, and what the application must call.
 * The only room that imports Envers, JaVers and Hibernate's own audit.
 */
@NullMarked
package io.leadfactory.suite.benchmark.peer;

import org.jspecify.annotations.NullMarked;
