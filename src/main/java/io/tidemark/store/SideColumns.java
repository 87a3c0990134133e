package io.tidemark.store;

import io.tidemark.event.Payload;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** The columns of one side of a payload; all null if there is none. */
@Embeddable
@SuppressWarnings("UnusedVariable") // the columns are read by JPA
class SideColumns {
    private @Nullable String json;

    private @Nullable Long bytes;

    private @Nullable Boolean redacted;

    private @Nullable Boolean altered;

    protected SideColumns() {}

    SideColumns(Payload.@Nullable Side side) {
        if (side == null) return;
        json = side.json();
        bytes = side.bytes();
        redacted = side.redacted();
        altered = side.altered();
    }
}
