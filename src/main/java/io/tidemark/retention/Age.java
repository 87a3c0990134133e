package io.tidemark.retention;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;

/**
 * A span of time of ISO 8601, in years to days or in days to seconds; above zero.
 *
 * @param text as PostgreSQL reads it
 * @param length with years of 365 days and months of 30
 */
record Age(String text, Duration length) {
    /**
     * @throws DateTimeException if it is not one
     */
    static Age of(String text) {
        Duration length;
        if (text.contains("T") || !text.matches("P.*[YMWD]")) {
            length = Duration.parse(text);
        } else {
            Period period = Period.parse(text);
            if (period.getYears() < 0 || period.getMonths() < 0 || period.getDays() < 0) {
                throw new DateTimeException("A negative part: " + text);
            }
            length = Duration.ofDays(period.getYears() * 365L + period.getMonths() * 30L + period.getDays());
        }
        if (length.compareTo(Duration.ZERO) <= 0) throw new DateTimeException("Not above zero: " + text);
        return new Age(text, length);
    }
}
