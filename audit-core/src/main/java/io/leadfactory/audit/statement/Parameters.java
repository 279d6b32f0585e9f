package io.leadfactory.audit.statement;

import java.util.Collection;
import java.util.StringJoiner;
import org.hibernate.query.QueryParameter;
import org.hibernate.query.spi.QueryParameterBinding;
import org.hibernate.query.spi.QueryParameterBindings;
import org.jspecify.annotations.Nullable;

/** The parameters of a query by name or position and type, without their values. */
final class Parameters {
    private Parameters() {}

    /** As in {@code :email String, ?1 Long[3]}; null if there are none. */
    static @Nullable String describe(QueryParameterBindings bindings) {
        StringJoiner described = new StringJoiner(", ");
        bindings.visitBindings((parameter, binding) -> described.add(label(parameter) + ' ' + type(binding)));
        return described.length() == 0 ? null : described.toString();
    }

    private static String label(QueryParameter<?> parameter) {
        if (parameter.getName() != null) {
            return ':' + parameter.getName();
        }
        return parameter.getPosition() == null ? "?" : "?" + parameter.getPosition();
    }

    private static String type(QueryParameterBinding<?> binding) {
        if (!binding.isBound()) {
            return "(not bound)";
        }
        if (binding.isMultiValued()) {
            Collection<?> values = binding.getBindValues();
            return values.stream().findFirst().map(Parameters::typeOf).orElse("") + '[' + values.size() + ']';
        }
        Object value = binding.getBindValue();
        return value == null ? "null" : typeOf(value);
    }

    private static String typeOf(Object value) {
        return value.getClass().getSimpleName();
    }
}
