/**
 * The front door: a scenario comes in, its measurement, judgement or failed assertion goes out.
 *
 * <p>Nothing imports it. Behind it lie the rooms machine, define, measure, run, judge, evidence, history, report and junit, each
 * knowing only the ones before.
 */
@NullMarked
package io.leadfactory.perf;

import org.jspecify.annotations.NullMarked;
