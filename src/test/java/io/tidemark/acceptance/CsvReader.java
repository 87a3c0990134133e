package io.tidemark.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads comma-separated values as RFC 4180 defines them, and nothing more lenient. */
record CsvReader(String text) {
    /** All records, the header's included. Throws {@link AssertionError} where the text departs from the RFC. */
    List<List<String>> records() {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.charAt(at) == '"' ? quotedEnd(at) : plainEnd(at);
            String cell = text.substring(at, end);
            record.add(
                    cell.startsWith("\"") ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell);
            if (text.startsWith(",", end)) {
                at = end + 1;
                if (at == text.length()) throw new AssertionError("ends inside a record");
            } else if (text.startsWith("\r\n", end)) {
                at = end + 2;
                records.add(record);
                record = new ArrayList<>();
            } else {
                throw new AssertionError("no separator at " + end + ": " + text.substring(at, end));
            }
        }
        return records;
    }

    /** The records between the header and the marker, by column. */
    List<Map<String, String>> rows() {
        List<List<String>> records = records();
        List<String> header = records.get(0);
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> record : records.subList(1, records.size() - 1)) {
            if (record.size() != header.size()) throw new AssertionError("not as wide as the header: " + record);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) row.put(header.get(i), record.get(i));
            rows.add(row);
        }
        return rows;
    }

    private int quotedEnd(int start) {
        int at = start + 1;
        while (at < text.length()) {
            if (text.charAt(at) == '"') {
                if (!text.startsWith("\"\"", at)) return at + 1;
                at++;
            }
            at++;
        }
        throw new AssertionError("a quote is open at the end");
    }

    private int plainEnd(int start) {
        int at = start;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '"') throw new AssertionError("a quote inside a plain cell at " + at);
            at++;
        }
        return at;
    }
}
