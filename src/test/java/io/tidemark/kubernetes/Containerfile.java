package io.tidemark.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The instructions of {@code k8s/Containerfile}: continued lines joined, comments left out. */
record Containerfile(List<Instruction> instructions) {

    /** One line: {@code COPY a b} is the word {@code COPY} and the rest. */
    record Instruction(String word, String rest) {
        List<String> words() {
            return Arrays.asList(rest.split("\\s+", -1));
        }
    }

    static Containerfile read() throws IOException {
        String joined = Files.readString(Path.of("k8s/Containerfile"))
                .replaceAll("(?m)^#.*\\R", "")
                .replaceAll("\\\\\\R\\s*", " ");
        return new Containerfile(joined.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("\\s+", 2))
                .map(parts -> new Instruction(parts[0], parts[1].strip()))
                .toList());
    }

    List<Instruction> all(String word) {
        return instructions.stream()
                .filter(instruction -> instruction.word().equals(word))
                .toList();
    }

    /** The instructions of the image, less those of the stages before it. */
    Containerfile image() {
        int from = instructions.lastIndexOf(all("FROM").get(all("FROM").size() - 1));
        return new Containerfile(instructions.subList(from, instructions.size()));
    }

    /** What the last instruction of that name says. */
    String last(String word) {
        List<Instruction> all = all(word);
        return all.get(all.size() - 1).rest();
    }

    List<String> volumes() {
        return array("VOLUME");
    }

    List<String> array(String word) {
        try {
            return List.of(JsonMapper.builder().build().readValue(last(word), String[].class));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Instruction instruction : image().all("ENV")) {
            for (String pair : instruction.words()) {
                environment.put(pair.replaceFirst("=.*", ""), pair.replaceFirst("[^=]*=", ""));
            }
        }
        return environment;
    }
}
