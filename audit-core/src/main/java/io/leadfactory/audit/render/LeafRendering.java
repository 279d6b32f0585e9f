package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import io.leadfactory.audit.record.MemberName;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** A value of a basic type: numbers and booleans as themselves, all else as its text. Immutable. */
final class LeafRendering implements Rendering {
    private final MemberName name;
    private final Type type;
    private final LeafText leafText;

    private LeafRendering(String name, Type type, LeafText leafText) {
        this.name = MemberName.of(name);
        this.type = type;
        this.leafText = leafText;
    }

    static LeafRendering basic(String name, Type type, LeafText text) {
        return new LeafRendering(name, type, text);
    }

    static LeafRendering opaque(String name, Type type) {
        String substitute = "(not recorded: " + type.getReturnedClassName() + ")";
        return new LeafRendering(name, type, (value, session) -> substitute);
    }

    /** Whether the text tells one value from another. */
    boolean isExact() {
        return leafText != LobText.INSTANCE;
    }

    @Override
    public void write(@Nullable Object value, JsonObject json, SharedSessionContractImplementor session) {
        if (value == null) {
            json.put(name, null);
        } else if (value instanceof Integer || value instanceof Long) {
            json.putNumber(name, ((Number) value).longValue());
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
        try {
            String text = leafText.of(value, session);
            return text == null ? notRendered("no text") : text;
        } catch (RuntimeException | StackOverflowError e) {
            // Somebody else's code fails here; the application's transaction must not fail with it.
            return notRendered(e.getClass().getName());
        }
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
        return value instanceof BigDecimal
                || value instanceof BigInteger
                || value instanceof Short
                || value instanceof Byte;
    }
}
