package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.EventJson;
import io.tidemark.event.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No secret with a name that matches is ever kept, whatever it stands in. */
class RedactionPropertyTest {
    private static final int RUNS = 2_000;

    @Test
    void keepsNoSecretAndEverythingElse() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random seeds = new Random(seed);
        int found = 0;
        for (int i = 0; i < RUNS; i++) {
            var random = new RandomObjects(new Random(seeds.nextLong()));
            Object value = random.value(0);
            String about = "seed " + seed + ", run " + i;

            Payload payload = captured(random, value);

            for (Payload.Side side :
                    Arrays.asList(payload.request(), payload.response(), payload.headers(), payload.notifications())) {
                check(side, random, about);
            }
            found += random.secrets().size();
        }
        assertThat(found).as("secrets that were there to be found").isGreaterThan(RUNS);
    }

    @Test
    void keepsNoSecretAtAnyDepth() {
        for (int depth : new int[] {1, 10, 28, 31, 32, 33, 100, 1_000}) {
            var random = new RandomObjects(new Random(depth));
            Object value = Map.of("password", random.secret());
            for (int i = 0; i < depth; i++) value = random.around(value);

            Payload.Side side = Captured.side(value);

            check(side, random, "depth " + depth);
            if (depth < 32) assertThat(side.redacted()).as("depth " + depth).isTrue();
        }
    }

    private static Payload captured(RandomObjects random, @Nullable Object value) {
        try (Recording recording = Captured.begin(
                Captured.argument("plain", value),
                Captured.argument(random.sensitiveName(), random.secret()),
                new Capture.Argument("marked", random.secret(), true))) {
            recording.headers(Map.of(random.sensitiveName(), List.of(random.secret()), "plain", List.of("kept-h")));
            new Notifications().add(Arrays.asList(value, "kept-n"));
            return recording.returned(value);
        }
    }

    private static void check(Payload.@Nullable Side side, RandomObjects random, String about) {
        String json = Objects.requireNonNull(side, about).json();
        if (json == null) return;
        for (String secret : random.secrets()) assertThat(json).as(about).doesNotContain(secret);
        Set<String> kept = new HashSet<>();
        texts(EventJson.MAPPER.readValue(json, Object.class), kept);
        assertThat(kept).as(about).noneMatch(text -> text.contains(RandomObjects.SECRET));
    }

    private static void texts(@Nullable Object value, Set<String> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                into.add(name.toString());
                texts(member, into);
            });
        } else if (value instanceof List<?> list) new ArrayList<>(list).forEach(element -> texts(element, into));
        else if (value != null) into.add(value.toString());
    }
}
