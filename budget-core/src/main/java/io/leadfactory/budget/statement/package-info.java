/**
 * Statements of account. In come a period's entries, one by one; out go a table for people, CSV for a spreadsheet and JSON for
 * programs, in constant memory, each with the running balance and with whether the entries add up to what the account says.
 */
@NullMarked
package io.leadfactory.budget.statement;

import org.jspecify.annotations.NullMarked;
