package io.tidemark.store;

import io.tidemark.event.Payload;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/**
 * A row of the payloads: what was captured with an event. Written once, with the event, and never moved.
 *
 * <p>Why text and not jsonb? Any data source can write it, it keeps the order of the members, and no index is paid for in
 * the business transaction. It is checked when it is written and read as jsonb by the filters.
 */
@Entity
@Table(schema = "tidemark", name = "payload")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // the columns are read by JPA
class PayloadEntry {
    @Id
    @Column(name = "event_id")
    private UUID eventId;

    @Embedded
    @AttributeOverride(name = "json", column = @Column(name = "request"))
    @AttributeOverride(name = "bytes", column = @Column(name = "request_bytes"))
    @AttributeOverride(name = "redacted", column = @Column(name = "request_redacted"))
    @AttributeOverride(name = "altered", column = @Column(name = "request_altered"))
    private SideColumns request;

    @Embedded
    @AttributeOverride(name = "json", column = @Column(name = "response"))
    @AttributeOverride(name = "bytes", column = @Column(name = "response_bytes"))
    @AttributeOverride(name = "redacted", column = @Column(name = "response_redacted"))
    @AttributeOverride(name = "altered", column = @Column(name = "response_altered"))
    private SideColumns response;

    @Embedded
    @AttributeOverride(name = "json", column = @Column(name = "error"))
    @AttributeOverride(name = "bytes", column = @Column(name = "error_bytes"))
    @AttributeOverride(name = "redacted", column = @Column(name = "error_redacted"))
    @AttributeOverride(name = "altered", column = @Column(name = "error_altered"))
    private SideColumns error;

    @Embedded
    @AttributeOverride(name = "json", column = @Column(name = "headers"))
    @AttributeOverride(name = "bytes", column = @Column(name = "headers_bytes"))
    @AttributeOverride(name = "redacted", column = @Column(name = "headers_redacted"))
    @AttributeOverride(name = "altered", column = @Column(name = "headers_altered"))
    private SideColumns headers;

    @Embedded
    @AttributeOverride(name = "json", column = @Column(name = "notifications"))
    @AttributeOverride(name = "bytes", column = @Column(name = "notifications_bytes"))
    @AttributeOverride(name = "redacted", column = @Column(name = "notifications_redacted"))
    @AttributeOverride(name = "altered", column = @Column(name = "notifications_altered"))
    private SideColumns notifications;

    @Column(name = "dropped_notifications")
    private int droppedNotifications;

    protected PayloadEntry() {}

    PayloadEntry(UUID eventId, Payload payload) {
        this.eventId = eventId;
        request = new SideColumns(payload.request());
        response = new SideColumns(payload.response());
        error = new SideColumns(payload.error());
        headers = new SideColumns(payload.headers());
        notifications = new SideColumns(payload.notifications());
        droppedNotifications = payload.droppedNotifications();
    }
}
