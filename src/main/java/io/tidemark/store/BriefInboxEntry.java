package io.tidemark.store;

import io.tidemark.event.AuditEvent;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** An event that has none of the columns of a {@link FullInboxEntry}. */
@Entity
@Table(schema = "tidemark", name = "inbox")
class BriefInboxEntry extends InboxEntry {
    protected BriefInboxEntry() {}

    BriefInboxEntry(AuditEvent e, boolean hasPayload, long ordinal) {
        super(e, hasPayload, ordinal);
    }
}
