/**
 * What a careful team would write itself: entity events come in, rows go out in one JDBC batch of the same transaction.
 */
@NullMarked
package io.leadfactory.suite.benchmark.hand;

import org.jspecify.annotations.NullMarked;
