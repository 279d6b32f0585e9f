/** The mapping matrix: each kind of mapping, inserted, updated and deleted in each kind of session on each database. */
@NullMarked
package io.leadfactory.audit.matrix;

import org.jspecify.annotations.NullMarked;
