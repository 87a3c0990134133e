package io.tidemark.stream;

import java.time.Duration;
import java.util.List;

/** What a transport's texts look like. All of them have the same to say: events, positions, the reason of an end. */
public enum Format {
    /** An event stream (HTML Standard, section 9.2). */
    EVENT_STREAM {
        @Override
        List<String> beginning(Duration retry) {
            return List.of(": connected\n\n", "retry: " + retry.toMillis() + "\n\n");
        }

        @Override
        void append(StringBuilder batch, Frame frame) {
            batch.append("id: ").append(frame.seq()).append("\nevent: audit\ndata: ");
            batch.append(frame.json()).append("\n\n");
        }

        @Override
        String events(StringBuilder batch, long last) {
            return batch.toString();
        }

        /** Moves the reader's cursor and fires nothing (HTML Standard, 9.2.6: an empty data buffer). */
        @Override
        String keepalive(long position) {
            return ": keepalive\nid: " + position + "\n\n";
        }

        @Override
        String end(End why, Duration retry) {
            Duration other = why.comeBackAfter(retry);
            String when = other == null ? "" : "retry: " + other.toMillis() + "\n";
            return "event: " + why.event() + "\ndata: " + why.data() + "\n" + when + "\n";
        }
    },

    /** One JSON object a message; the events of a write share one. */
    JSON {
        @Override
        List<String> beginning(Duration retry) {
            return List.of("{\"event\":\"connected\",\"data\":{\"retry\":" + retry.toMillis() + "}}");
        }

        @Override
        void append(StringBuilder batch, Frame frame) {
            batch.append(batch.isEmpty() ? "{\"event\":\"audit\",\"data\":[" : ",")
                    .append(frame.json());
        }

        @Override
        String events(StringBuilder batch, long last) {
            return batch.append("],\"id\":").append(last).append('}').toString();
        }

        @Override
        String keepalive(long position) {
            return "{\"event\":\"keepalive\",\"id\":" + position + '}';
        }

        @Override
        String end(End why, Duration retry) {
            Duration other = why.comeBackAfter(retry);
            String when = other == null ? "" : ",\"retry\":" + other.toMillis();
            return "{\"event\":\"" + why.event() + "\",\"data\":" + why.data() + when + '}';
        }
    };

    /** What comes first, one write each. */
    abstract List<String> beginning(Duration retry);

    abstract void append(StringBuilder batch, Frame frame);

    /** The text of a batch that has events; the cursor after it. */
    abstract String events(StringBuilder batch, long last);

    /** The position reached, for a reader to whom nothing was sent. */
    abstract String keepalive(long position);

    /**
     * The last text, without an id: the reader's cursor stays where it is.
     *
     * @param retry the usual time to come back after
     */
    abstract String end(End why, Duration retry);
}
