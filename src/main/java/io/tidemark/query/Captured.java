package io.tidemark.query;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.Payload;
import org.jspecify.annotations.Nullable;

/** An event with what was captured of its operation, if that was. */
public record Captured(AuditEvent event, @Nullable Payload payload) {}
