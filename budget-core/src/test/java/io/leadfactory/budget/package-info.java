/** Tests of the whole module, and what the rooms' tests share. */
@NullMarked
package io.leadfactory.budget;

import org.jspecify.annotations.NullMarked;
