package io.leadfactory.audit.render;

import io.leadfactory.audit.record.InstantText;
import io.leadfactory.audit.record.JsonObject;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.time.Instant;
import java.util.Calendar;
import java.util.Date;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.BasicType;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.java.InstantJavaType;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.java.ObjectJavaType;
import org.hibernate.type.descriptor.java.SerializableJavaType;
import org.jspecify.annotations.Nullable;

/**
 * How a value of a basic type prints: bytes in hexadecimal, instants in UTC, JSON and XML as they are stored, all else as
 * Hibernate's Java type prints it, and what it cannot print as the value that its converter stores. Immutable.
 */
interface LeafText {

    /** The text; a failure is the caller's to deal with, since somebody else's code prints. */
    @Nullable
    String of(Object value, SharedSessionContractImplementor session);

    /** How values of this type print, or null if they do not. */
    static @Nullable LeafText of(BasicType<?> type) {
        Class<?> java = type.getJavaType();
        if (Blob.class.isAssignableFrom(java) || Clob.class.isAssignableFrom(java)) {
            return LobText.INSTANCE;
        }
        if (InputStream.class.isAssignableFrom(java) || Reader.class.isAssignableFrom(java)) {
            return null;
        }
        // A Java type is asked only about values of its own attribute.
        @SuppressWarnings("unchecked")
        JavaType<Object> javaType = (JavaType<Object>) type.getJavaTypeDescriptor();
        int sqlType = type.getJdbcType().getDefaultSqlTypeCode();
        if (sqlType == SqlTypes.JSON) {
            return (value, session) -> value instanceof String text
                    ? text
                    : session.getJsonFormatMapper().toString(value, javaType, session);
        }
        if (sqlType == SqlTypes.SQLXML) {
            return (value, session) -> value instanceof String text
                    ? text
                    : session.getXmlFormatMapper().toString(value, javaType, session);
        }
        if (isInstant(java, sqlType)) {
            return (value, session) -> instant(value);
        }
        if (java == Instant.class && type.getJavaTypeDescriptor() instanceof InstantJavaType) {
            return (value, session) -> InstantText.of((Instant) value);
        }
        if (prints(java, javaType)) {
            return (value, session) -> text(value, javaType);
        }
        return converted(type.getValueConverter());
    }

    private static <D, R> @Nullable LeafText converted(@Nullable BasicValueConverter<D, R> converter) {
        if (converter == null) {
            return null;
        }
        @SuppressWarnings("unchecked")
        JavaType<Object> stored = (JavaType<Object>) converter.getRelationalJavaType();
        return (value, session) -> {
            @SuppressWarnings("unchecked")
            R relational = converter.toRelationalValue((D) value);
            return relational == null ? null : text(relational, stored);
        };
    }

    private static @Nullable String text(Object value, JavaType<Object> javaType) {
        if (value instanceof String string) {
            return string;
        }
        if (value instanceof byte[] bytes) {
            return bytes.length <= JsonObject.MAX_TEXT / 2 ? HexFormat.of().formatHex(bytes) : LobText.ofBytes(bytes);
        }
        if (value.getClass().isArray()
                && value.getClass().getComponentType().isPrimitive()
                && !(value instanceof char[])) {
            return elements(value);
        }
        return javaType.toString(value);
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
    private static boolean isInstant(Class<?> java, int sqlType) {
        return (Date.class.isAssignableFrom(java) || Calendar.class.isAssignableFrom(java))
                && switch (sqlType) {
                    case SqlTypes.TIMESTAMP, SqlTypes.TIMESTAMP_UTC, SqlTypes.TIMESTAMP_WITH_TIMEZONE -> true;
                    default -> false;
                };
    }

    // Nothing else tells the milliseconds of these halves of an instant.
    @SuppressWarnings("JavaUtilDate")
    private static String instant(Object value) {
        if (value instanceof Calendar calendar) {
            return calendar.toInstant().toString();
        }
        // By its class it has no instant, though what the database gets is one.
        boolean isHalf = value instanceof java.sql.Date || value instanceof java.sql.Time;
        Date date = (Date) value;
        return (isHalf ? Instant.ofEpochMilli(date.getTime()) : date.toInstant()).toString();
    }

    private static boolean prints(Class<?> java, JavaType<?> javaType) {
        if (java.isInterface() || java.isPrimitive() || java.isArray()) {
            return true;
        }
        try {
            return java.getMethod("toString").getDeclaringClass() != Object.class || printsItself(javaType);
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Hibernate knows some classes that do not print, as {@code TimeZone}. */
    private static boolean printsItself(JavaType<?> javaType) {
        return javaType.getClass().getPackage() == JavaType.class.getPackage()
                && !(javaType instanceof SerializableJavaType)
                && !(javaType instanceof ObjectJavaType);
    }
}
