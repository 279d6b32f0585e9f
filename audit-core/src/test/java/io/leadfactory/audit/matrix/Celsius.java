package io.leadfactory.audit.matrix;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Objects;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.usertype.EnhancedUserType;
import org.hibernate.usertype.UserType;
import org.jspecify.annotations.Nullable;

/** A value of user types. */
record Celsius(int degrees) implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
        return degrees + " \u00b0C";
    }

    /** Stores it; does not say how it prints. */
    static class AsInteger implements UserType<Celsius> {
        @Override
        public int getSqlType() {
            return Types.INTEGER;
        }

        @Override
        public Class<Celsius> returnedClass() {
            return Celsius.class;
        }

        @Override
        public boolean equals(@Nullable Celsius x, @Nullable Celsius y) {
            return Objects.equals(x, y);
        }

        @Override
        public int hashCode(@Nullable Celsius x) {
            return Objects.hashCode(x);
        }

        @Override
        public @Nullable Celsius nullSafeGet(ResultSet rows, int position, WrapperOptions options) throws SQLException {
            int degrees = rows.getInt(position);
            return rows.wasNull() ? null : new Celsius(degrees);
        }

        @Override
        public void nullSafeSet(
                PreparedStatement statement, @Nullable Celsius value, int position, WrapperOptions options)
                throws SQLException {
            if (value == null) {
                statement.setNull(position, Types.INTEGER);
            } else {
                statement.setInt(position, value.degrees());
            }
        }

        @Override
        public @Nullable Celsius deepCopy(@Nullable Celsius value) {
            return value;
        }

        @Override
        public boolean isMutable() {
            return false;
        }

        @Override
        public @Nullable Serializable disassemble(@Nullable Celsius value) {
            return value;
        }

        @Override
        public @Nullable Celsius assemble(@Nullable Serializable cached, @Nullable Object owner) {
            return (Celsius) cached;
        }
    }

    /** Stores it and says how it prints. */
    static class AsEnhancedInteger extends AsInteger implements EnhancedUserType<Celsius> {
        @Override
        public String toSqlLiteral(Celsius value) {
            return toString(value);
        }

        @Override
        public String toString(Celsius value) {
            return String.valueOf(value.degrees());
        }

        @Override
        public Celsius fromStringValue(CharSequence text) {
            return new Celsius(Integer.parseInt(text.toString()));
        }
    }
}
