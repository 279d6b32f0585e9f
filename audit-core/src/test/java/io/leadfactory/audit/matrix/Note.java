package io.leadfactory.audit.matrix;

import org.jspecify.annotations.Nullable;

/** How the lazy entity is used from outside its class loader. */
public interface Note {
    /** Sets what is always loaded. */
    void title(String title);

    /** Sets what is loaded when it is asked for. */
    void body(String body);

    /** What is loaded when it is asked for. */
    @Nullable
    String body();
}
