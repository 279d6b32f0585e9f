/**
 * Who is told. In comes what the engine did to accounts; out go events, each line crossed once per budget and period, to
 * the listeners.
 */
@NullMarked
package io.leadfactory.budget.alert;

import org.jspecify.annotations.NullMarked;
