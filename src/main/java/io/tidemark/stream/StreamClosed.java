package io.tidemark.stream;

/** A stream that was started has ended: a CDI event, fired on the thread that wrote to it, which must not wait. */
public record StreamClosed(Subscription stream, End why) {}
