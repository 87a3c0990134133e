package io.tidemark.capture;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values of the JDK that are one value in JSON. A class of the application that extends one of them is none. */
final class Scalars {
    private static final Set<Class<?>> TEXTS = Set.of(
            StringBuilder.class,
            StringBuffer.class,
            Character.class,
            UUID.class,
            URI.class,
            URL.class,
            File.class,
            Locale.class,
            Currency.class);
    private static final Set<Class<?>> NUMBERS = Set.of(
            Integer.class,
            Long.class,
            Short.class,
            Byte.class,
            Double.class,
            Float.class,
            BigInteger.class,
            BigDecimal.class,
            java.util.concurrent.atomic.AtomicInteger.class,
            java.util.concurrent.atomic.AtomicLong.class);

    private Scalars() {}

    /** A String, a Number or a Boolean; null if the value is none of them. */
    static @Nullable Object of(Object value) {
        if (value instanceof String || value instanceof Boolean || NUMBERS.contains(value.getClass())) return value;
        if (value instanceof Enum<?> constant) return constant.name();
        return isText(value) ? value.toString() : time(value);
    }

    private static boolean isText(Object value) {
        if (TEXTS.contains(value.getClass())) return true;
        boolean known = value instanceof Path
                || value instanceof Charset
                || value instanceof ZoneId
                || value instanceof TemporalAccessor
                || value instanceof TemporalAmount;
        return known && ofTheJdk(value.getClass());
    }

    @SuppressWarnings("JavaUtilDate") // applications pass them
    private static @Nullable String time(Object value) {
        if (!ofTheJdk(value.getClass())) return null;
        if (value instanceof Date date)
            return Instant.ofEpochMilli(date.getTime()).toString();
        return value instanceof Calendar calendar ? calendar.toInstant().toString() : null;
    }

    /** No application can define such a class. */
    static boolean ofTheJdk(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.") || name.startsWith("sun.") || name.startsWith("jdk.");
    }
}
