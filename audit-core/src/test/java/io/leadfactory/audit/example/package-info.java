/** Entities and databases that the tests of this module work with. */
@NullMarked
package io.leadfactory.audit.example;

import org.jspecify.annotations.NullMarked;
