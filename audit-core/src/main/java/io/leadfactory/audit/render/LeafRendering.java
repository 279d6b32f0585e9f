package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Calendar;
import java.util.Date;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.BasicType;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.Type;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

/**
 * A value of a basic type: numbers and booleans as themselves, bytes in hexadecimal, instants in UTC, all else as the text that Hibernate's
 * Java type makes of it. Immutable.
 */
final class LeafRendering implements Rendering {
    private static final String MASK = "***";
    private static final int MAX_BYTES = JsonObject.MAX_TEXT / 2;

    private final String name;
    private final Type type;
    private final @Nullable JavaType<Object> javaType;
    private final String substitute;
    private final boolean instants;

    private LeafRendering(
            String name, Type type, @Nullable JavaType<Object> javaType, String substitute, boolean instants) {
        this.name = name;
        this.type = type;
        this.javaType = javaType;
        this.substitute = substitute;
        this.instants = instants;
    }

    static LeafRendering basic(String name, BasicType<?> type) {
        // A Java type is asked only about values of its own attribute.
        @SuppressWarnings("unchecked")
        JavaType<Object> javaType = (JavaType<Object>) type.getJavaTypeDescriptor();
        return new LeafRendering(name, type, javaType, "", isInstant(type));
    }

    static LeafRendering masked(String name, Type type) {
        return new LeafRendering(name, type, null, MASK, false);
    }

    static LeafRendering opaque(String name, Type type) {
        return new LeafRendering(name, type, null, "(not recorded: " + type.getReturnedClassName() + ")", false);
    }

    @Override
    public void write(@Nullable Object value, JsonObject json, SharedSessionContractImplementor session) {
        if (value == null) {
            json.put(name, null);
        } else if (javaType == null) {
            json.put(name, substitute);
        } else if (isJsonNumber(value)) {
            json.putNumber(name, value.toString());
        } else if (value instanceof Boolean flag) {
            json.putBoolean(name, flag);
        } else {
            json.put(name, text(value, session));
        }
    }

    @Override
    public void compare(
            @Nullable Object oldValue,
            @Nullable Object newValue,
            Difference difference,
            SharedSessionContractImplementor session) {
        if (oldValue == newValue || areEqual(oldValue, newValue, session)) {
            return;
        }
        write(oldValue, difference.oldObject(), session);
        write(newValue, difference.newObject(), session);
    }

    private boolean areEqual(
            @Nullable Object oldValue, @Nullable Object newValue, SharedSessionContractImplementor session) {
        return oldValue != null && newValue != null && type.isEqual(oldValue, newValue, session.getFactory());
    }

    @Override
    public String text(Object value, SharedSessionContractImplementor session) {
        if (javaType == null) {
            return substitute;
        }
        if (value instanceof String string) {
            return string;
        }
        if (value instanceof byte[] bytes) {
            return hex(bytes);
        }
        if (value.getClass().isArray()
                && value.getClass().getComponentType().isPrimitive()
                && !(value instanceof char[])) {
            return elements(value);
        }
        if (instants) {
            return value instanceof Date date
                    ? date.toInstant().toString()
                    : ((Calendar) value).toInstant().toString();
        }
        try {
            String text = javaType.toString(value);
            return text == null ? notRendered("no text") : text;
        } catch (RuntimeException | StackOverflowError e) {
            // Somebody else's code fails here; the application's transaction must not fail with it.
            return notRendered(e.getClass().getName());
        }
    }

    /** Hibernate writes no comma between primitive elements, so that 1, 2 and 12 look the same. */
    private static String elements(Object array) {
        StringJoiner elements = new StringJoiner(",", "{", "}");
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(String.valueOf(Array.get(array, i)));
        }
        return elements.toString();
    }

    /** Dates and calendars with a time of day: their own text is a local time, which does not tell which of two hours. */
    private static boolean isInstant(BasicType<?> type) {
        Class<?> java = type.getJavaType();
        return (Date.class.isAssignableFrom(java) || Calendar.class.isAssignableFrom(java))
                && switch (type.getJdbcType().getDefaultSqlTypeCode()) {
                    case SqlTypes.TIMESTAMP, SqlTypes.TIMESTAMP_UTC, SqlTypes.TIMESTAMP_WITH_TIMEZONE -> true;
                    default -> false;
                };
    }

    private static String hex(byte[] bytes) {
        if (bytes.length <= MAX_BYTES) {
            return HexFormat.of().formatHex(bytes);
        }
        return "(not recorded: " + bytes.length + " bytes)";
    }

    private static String notRendered(String why) {
        return "(not rendered: " + why + ")";
    }

    private static boolean isJsonNumber(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number);
        }
        if (value instanceof Float number) {
            return Float.isFinite(number);
        }
        return value instanceof Integer
                || value instanceof Long
                || value instanceof BigDecimal
                || value instanceof BigInteger
                || value instanceof Short
                || value instanceof Byte;
    }
}
