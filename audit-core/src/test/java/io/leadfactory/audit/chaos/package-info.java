/** Several processes on one database, some of them killed. */
@NullMarked
package io.leadfactory.audit.chaos;

import org.jspecify.annotations.NullMarked;
