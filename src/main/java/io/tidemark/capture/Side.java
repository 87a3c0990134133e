package io.tidemark.capture;

import io.tidemark.event.EventJson;
import io.tidemark.event.Payload;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One side of a payload while it is written, as JSON of bounded size and depth: redacts by name and by look, and replaces
 * what PostgreSQL cannot keep. Not thread-safe.
 */
final class Side {
    private static final int DIGITS = 400;

    /** Of so many decimal digits. */
    private static final int BITS = 1_330;

    private final Redaction redaction;
    private final Secrets secrets;
    private final int nested;
    private final BoundedText out;
    private final JsonGenerator json;
    private final Deque<Set<String>> members = new ArrayDeque<>();
    private boolean redacted;
    private boolean altered;

    Side(Redaction redaction, Secrets secrets) {
        this(redaction, secrets, 0);
    }

    private Side(Redaction redaction, Secrets secrets, int nested) {
        this.redaction = redaction;
        this.secrets = secrets;
        this.nested = nested;
        out = new BoundedText(redaction.limit());
        json = EventJson.MAPPER.createGenerator(out);
    }

    /** A side of its own for JSON that stands in a text of this one. */
    Side nested() {
        return new Side(redaction, secrets, nested + 1);
    }

    /** How many texts it stands in. */
    int depthOfTexts() {
        return nested;
    }

    int limit() {
        return redaction.limit();
    }

    /** What was written; nothing is written after it. */
    Payload.Side end() {
        json.close();
        return new Payload.Side(out.isWhole() ? out.text() : null, out.bytes(), redacted, altered);
    }

    /** The text alone, where it need not be one value; absent if it is too long. */
    @Nullable String endText() {
        json.close();
        return out.isWhole() ? out.text() : null;
    }

    /** It became too long to be written to its end. */
    Payload.Side cut() {
        return new Payload.Side(null, out.bytes(), redacted, altered);
    }

    /** Whether one more level may begin; if not, a text that says so stands there. */
    boolean beginObject() {
        if (!deeper()) return false;
        json.writeStartObject();
        return true;
    }

    boolean beginArray() {
        if (!deeper()) return false;
        json.writeStartArray();
        return true;
    }

    void endObject() {
        members.pop();
        json.writeEndObject();
    }

    void endArray() {
        members.pop();
        json.writeEndArray();
    }

    /** Writes the name; whether its value must not be kept. */
    boolean name(String name) {
        String safe = safe(name);
        String unique = safe;
        for (int i = 2; !members.element().add(unique); i++) unique = safe + "~" + i;
        if (!unique.equals(name)) altered = true;
        json.writeName(unique);
        return isSensitive(name);
    }

    void redact(@Nullable Object value) {
        secrets.add(value);
        redacted = true;
        json.writeString(SensitiveText.REDACTED);
    }

    /** In place of what has no JSON. */
    void opaque(String what) {
        altered = true;
        json.writeString("[" + Clean.text(what) + "]");
    }

    void nothing() {
        json.writeNull();
    }

    /** A body is bytes too: where their text says a secret, nothing of them is kept. */
    void binary(byte[] bytes) {
        // What is longer is dropped with its side.
        String text = bytes.length > redaction.limit() ? "" : new String(bytes, StandardCharsets.UTF_8);
        if (redaction.text().masked(text).equals(text)) json.writeBinary(bytes);
        else redact(bytes);
    }

    /** A String, a Number or a Boolean, as {@link Scalars} gives it. */
    void scalar(Object value) {
        if (value instanceof Boolean bool) json.writeBoolean(bool);
        else if (value instanceof Number number) number(number);
        else json.writeString(text(value.toString()));
    }

    /** Something that was redacted before stands here. */
    void markRedacted() {
        redacted = true;
    }

    /** Something was left out here. */
    void markAltered() {
        altered = true;
    }

    /** What was redacted and altered there, is here. */
    void mark(Side inside) {
        redacted |= inside.redacted;
        altered |= inside.altered;
    }

    boolean isSensitive(String name) {
        return redaction.names().match(name);
    }

    boolean isRedacted() {
        return redacted;
    }

    private String text(String text) {
        String inside = EmbeddedJson.redacted(text, this);
        return inside == null ? safe(text) : inside;
    }

    private String safe(String text) {
        String clean = Clean.text(text);
        if (!clean.equals(text)) altered = true;
        // A text that is longer is dropped with its side.
        if (clean.length() > redaction.limit()) return clean;
        String masked = redaction.text().masked(clean);
        if (!masked.equals(clean)) redacted = true;
        return masked;
    }

    private void number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (Double.isFinite(value)) json.writeNumber(new BigDecimal(number.toString()));
            else json.writeString(number.toString());
        } else if (number instanceof BigInteger integer) big(new BigDecimal(integer));
        else if (number instanceof BigDecimal decimal) big(decimal);
        else json.writeNumber(number.longValue());
    }

    private void big(BigDecimal number) {
        boolean bounded = number.unscaledValue().bitLength() <= BITS && Math.abs((long) number.scale()) <= DIGITS;
        if (bounded && number.toPlainString().length() <= DIGITS) json.writeNumber(number);
        else opaque("a number of " + number.unscaledValue().bitLength() + " bits, scale " + number.scale());
    }

    private boolean deeper() {
        if (members.size() == Payload.LEVELS) {
            opaque("nested deeper");
            return false;
        }
        members.push(new HashSet<>());
        return true;
    }
}
