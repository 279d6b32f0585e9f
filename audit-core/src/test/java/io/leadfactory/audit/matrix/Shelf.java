package io.leadfactory.audit.matrix;

import java.util.Set;

/** How the entity with a lazy collection is used from outside its class loader. */
public interface Shelf {
    /** Sets what is always loaded. */
    void name(String name);

    /** What is loaded when it is asked for. */
    Set<String> labels();

    /** Sets what is loaded when it is asked for. */
    void labels(Set<String> labels);
}
