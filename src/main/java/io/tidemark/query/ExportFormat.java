package io.tidemark.query;

import io.tidemark.store.LogEntry;

/** How an export is written. The last line says that nothing is missing before it. */
public enum ExportFormat {
    /** An event a line, as the API shows it; then {@code {"complete":true,"after":A,"head":H,"count":n}}. */
    NDJSON("ndjson") {
        @Override
        String begin() {
            return "";
        }

        @Override
        String line(LogEntry entry) {
            return entry.json() + "\n";
        }

        @Override
        String end(long after, long head, long count) {
            return "{\"complete\":true,\"after\":" + after + ",\"head\":" + head + ",\"count\":" + count + "}\n";
        }
    },

    /** RFC 4180 with a header; then the record {@code # complete,after=A,head=H,count=n}, filled up with empty cells. */
    CSV("csv") {
        @Override
        String begin() {
            return Csv.header();
        }

        @Override
        String line(LogEntry entry) {
            return Csv.record(entry);
        }

        @Override
        String end(long after, long head, long count) {
            return Csv.marker("# complete", "after=" + after, "head=" + head, "count=" + count);
        }
    };

    private final String text;

    ExportFormat(String text) {
        this.text = text;
    }

    /** As a query parameter says it. */
    public String text() {
        return text;
    }

    abstract String begin();

    abstract String line(LogEntry entry);

    abstract String end(long after, long head, long count);
}
