package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Type;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Attributes of every basic kind but times. */
@Entity
@Auditable
class Basics {
    @Id
    Long id = 1L;

    @Nullable
    UUID uuidValue;

    @Enumerated(EnumType.STRING)
    @Nullable
    Colour namedEnum;

    @Enumerated(EnumType.ORDINAL)
    @Nullable
    Colour ordinalEnum;

    @Column(precision = 12, scale = 4)
    @Nullable
    BigDecimal decimalValue;

    @Column(precision = 30, scale = 0)
    @Nullable
    BigInteger bigInteger;

    @Nullable
    Boolean booleanValue;

    @Nullable
    Byte byteValue;

    @Nullable
    Short shortValue;

    @Nullable
    Integer integerValue;

    @Nullable
    Long longValue;

    @Nullable
    Float floatValue;

    @Nullable
    Double doubleValue;

    @Nullable
    Character characterValue;

    @Nullable
    String textValue;

    @Column(length = 100_000)
    @Nullable
    String wideText;

    @Lob
    @Nullable
    String lobText;

    byte @Nullable [] bytesValue;

    @Lob
    byte @Nullable [] lobBytes;

    char @Nullable [] charactersValue;

    @Nullable
    URL urlValue;

    @Nullable
    Currency currencyValue;

    @Nullable
    Locale localeValue;

    @Nullable
    TimeZone timeZoneValue;

    @Nullable
    Class<?> classValue;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Map<String, String> jsonMap;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    List<Integer> jsonList;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Point jsonRecord;

    @Convert(converter = Point.AsText.class)
    @Nullable
    Point converted;

    @Convert(converter = Mute.AsText.class)
    @Nullable
    Mute convertedWithoutText;

    @Type(Celsius.AsInteger.class)
    @Nullable
    Celsius userType;

    @Type(Celsius.AsEnhancedInteger.class)
    @Nullable
    Celsius enhancedUserType;

    static MappingCase.Table table() {
        return new MappingCase.Table(
                List.of(Basics.class),
                List.of(
                        basic("uuidValue", (e, v) -> e.uuidValue = v, uuid(1), uuid(2)),
                        basic("namedEnum", (e, v) -> e.namedEnum = v, Colour.RED, Colour.BLUE),
                        basic("ordinalEnum", (e, v) -> e.ordinalEnum = v, Colour.RED, Colour.BLUE),
                        basic(
                                "decimalValue",
                                (e, v) -> e.decimalValue = v,
                                new BigDecimal("1.2500"),
                                new BigDecimal("-0.0001")),
                        basic(
                                "bigInteger",
                                (e, v) -> e.bigInteger = v,
                                BigInteger.TEN.pow(25),
                                BigInteger.ONE.negate()),
                        basic("booleanValue", (e, v) -> e.booleanValue = v, true, false),
                        basic("byteValue", (e, v) -> e.byteValue = v, Byte.MIN_VALUE, Byte.MAX_VALUE),
                        basic("shortValue", (e, v) -> e.shortValue = v, Short.MIN_VALUE, Short.MAX_VALUE),
                        basic("integerValue", (e, v) -> e.integerValue = v, Integer.MIN_VALUE, Integer.MAX_VALUE),
                        basic("longValue", (e, v) -> e.longValue = v, Long.MIN_VALUE, Long.MAX_VALUE),
                        basic("floatValue", (e, v) -> e.floatValue = v, 1.5f, -0.25f),
                        basic("doubleValue", (e, v) -> e.doubleValue = v, 1e100, -0.1),
                        basic("characterValue", (e, v) -> e.characterValue = v, 'a', '"'),
                        basic("textValue", (e, v) -> e.textValue = v, "Z\u00fcrich \uD83D\uDE00", ""),
                        row(
                                "wideText",
                                (e, v) -> e.wideText = v,
                                "x".repeat(10_000),
                                "x".repeat(10_000),
                                "y".repeat(10_001),
                                "y".repeat(9_983) + "\u202606492233ba2f2349"),
                        basic("lobText", (e, v) -> e.lobText = v, "a\nb", "x".repeat(9_000)),
                        row(
                                "bytesValue",
                                (e, v) -> e.bytesValue = v,
                                new byte[] {0, (byte) 0xfe},
                                "00fe",
                                new byte[0],
                                ""),
                        row(
                                "lobBytes",
                                (e, v) -> e.lobBytes = v,
                                new byte[] {1},
                                "01",
                                new byte[6000],
                                "(not recorded: 6000 bytes, SHA-256 a6bedce1e512d6531cd02fe7a0b72bb64f229cdb254ec48d63308877004e620a)"),
                        row(
                                "charactersValue",
                                (e, v) -> e.charactersValue = v,
                                new char[] {'a', 'b'},
                                "ab",
                                new char[] {'c'},
                                "c"),
                        basic(
                                "urlValue",
                                (e, v) -> e.urlValue = v,
                                url("http://a.example/"),
                                url("http://b.example/?c=d")),
                        basic(
                                "currencyValue",
                                (e, v) -> e.currencyValue = v,
                                Currency.getInstance("CHF"),
                                Currency.getInstance("EUR")),
                        row(
                                "localeValue",
                                (e, v) -> e.localeValue = v,
                                Locale.forLanguageTag("de-CH"),
                                "de_CH",
                                Locale.ITALY,
                                "it_IT"),
                        row(
                                "timeZoneValue",
                                (e, v) -> e.timeZoneValue = v,
                                TimeZone.getTimeZone("Europe/Zurich"),
                                "Europe/Zurich",
                                TimeZone.getTimeZone("UTC"),
                                "UTC"),
                        row(
                                "classValue",
                                (Basics e, Class<?> v) -> e.classValue = v,
                                String.class,
                                "java.lang.String",
                                Integer.class,
                                "java.lang.Integer"),
                        row(
                                "jsonMap",
                                (e, v) -> e.jsonMap = v,
                                Map.of("a", "b"),
                                "{\"a\":\"b\"}",
                                Map.<String, String>of(),
                                "{}"),
                        row("jsonList", (e, v) -> e.jsonList = v, List.of(1, 2), "[1,2]", List.<Integer>of(), "[]"),
                        row(
                                "jsonRecord",
                                (e, v) -> e.jsonRecord = v,
                                new Point(1, 2),
                                "{\"x\":1,\"y\":2}",
                                new Point(3, 4),
                                "{\"x\":3,\"y\":4}"),
                        row(
                                "converted",
                                (e, v) -> e.converted = v,
                                new Point(1, 2),
                                "Point[x=1, y=2]",
                                new Point(3, 4),
                                "Point[x=3, y=4]"),
                        row(
                                "convertedWithoutText",
                                (e, v) -> e.convertedWithoutText = v,
                                new Mute("a"),
                                "a",
                                new Mute("b"),
                                "b"),
                        row(
                                "userType",
                                (e, v) -> e.userType = v,
                                new Celsius(20),
                                "20 \u00b0C",
                                new Celsius(-1),
                                "-1 \u00b0C"),
                        row(
                                "enhancedUserType",
                                (e, v) -> e.enhancedUserType = v,
                                new Celsius(20),
                                "20",
                                new Celsius(-1),
                                "-1")));
    }

    private static <V> MappingCase<Basics> row(
            String attribute,
            MappingCase.Setter<Basics, V> setter,
            V before,
            String textBefore,
            V after,
            String textAfter) {
        return MappingCase.attribute(
                Basics.class, Basics::new, attribute, setter, before, textBefore, after, textAfter);
    }

    /** An attribute whose values are recorded as they print. */
    private static <V> MappingCase<Basics> basic(
            String attribute, MappingCase.Setter<Basics, V> setter, V before, V after) {
        return row(attribute, setter, before, before.toString(), after, after.toString());
    }

    private static UUID uuid(int last) {
        return new UUID(0x1234_5678_9abc_4defL, 0x8000_0000_0000_0000L + last);
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** A colour. */
    enum Colour {
        RED,
        BLUE
    }

    /** A value that prints. */
    record Point(int x, int y) {
        /** Stores it. */
        @Converter
        static class AsText implements AttributeConverter<@Nullable Point, @Nullable String> {
            @Override
            public @Nullable String convertToDatabaseColumn(@Nullable Point point) {
                return point == null ? null : point.x + "/" + point.y;
            }

            @Override
            public @Nullable Point convertToEntityAttribute(@Nullable String text) {
                if (text == null) {
                    return null;
                }
                int slash = text.indexOf('/');
                return new Point(
                        Integer.parseInt(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
            }
        }
    }

    /** A value that does not print. */
    static final class Mute {
        private final String text;

        Mute(String text) {
            this.text = text;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Mute mute && text.equals(mute.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        /** Stores it. */
        @Converter
        static class AsText implements AttributeConverter<@Nullable Mute, @Nullable String> {
            @Override
            public @Nullable String convertToDatabaseColumn(@Nullable Mute mute) {
                return mute == null ? null : mute.text;
            }

            @Override
            public @Nullable Mute convertToEntityAttribute(@Nullable String text) {
                return text == null ? null : new Mute(text);
            }
        }
    }
}
