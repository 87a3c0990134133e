package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-" + SPAN + "-01",
                " 00-" + TRACE + "-" + SPAN + "-00 ",
                "01-" + TRACE + "-" + SPAN + "-01-more"
            })
    void readsTheTraceOfAHeader(String header) {
        assertThat(TraceParent.traceId(header)).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                TRACE,
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "\0-" + SPAN + "-01"
            })
    void readsNoTraceOfWhatIsNoHeader(String header) {
        assertThat(TraceParent.traceId(header)).isNull();
    }

    @Test
    void knowsTheTraceOfOpenTelemetrysSpan() {
        assertThat(CurrentSpan.traceId()).isNull();
        var context = SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
        try (var scope = Span.wrap(context).makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(CurrentSpan.traceId()).isEqualTo(TRACE);
        }
        assertThat(CurrentSpan.traceId()).isNull();
    }
}
