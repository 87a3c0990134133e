package io.tidemark.host.audited;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the tests are told: the result, or what was thrown. */
final class Answers {
    private Answers() {}

    static String of(Callable<?> work) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        try {
            answer.put("result", work.call());
        } catch (Exception e) {
            answer.put("thrown", e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        return JsonMapper.shared().writeValueAsString(answer);
    }
}
