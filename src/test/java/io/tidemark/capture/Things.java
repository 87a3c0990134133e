package io.tidemark.capture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects as applications have them. */
final class Things {
    private Things() {}

    record Card(String number, @Sensitive String pin, String apiKey) {}

    record Order(int id, @Nullable Object lines) {}

    record Empty() {}

    @Sensitive
    record Key(String bits) {}

    enum Color {
        RED {
            @Override
            public String toString() {
                throw new IllegalStateException("asked");
            }
        }
    }

    /** Every getter of it does harm. */
    @SuppressWarnings("UnusedVariable") // by reflection
    static class Trap {
        final List<String> calls = new ArrayList<>();
        private final String name = "trap";
        private final transient String temporary = "t";
        private final String hidden = "h";
        private final String marked = "m";
        public String open = "o";

        public String getName() {
            calls.add("getName");
            throw new IllegalStateException("getter");
        }

        public String getTemporary() {
            return temporary;
        }

        @Sensitive
        public String getMarked() {
            return marked;
        }

        public String getComputed() {
            calls.add("getComputed");
            return "computed";
        }

        String hidden() {
            return hidden;
        }

        @Override
        public String toString() {
            calls.add("toString");
            throw new IllegalStateException("text");
        }

        @Override
        public int hashCode() {
            calls.add("hashCode");
            throw new IllegalStateException("hash");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            calls.add("equals");
            throw new IllegalStateException("equals");
        }
    }

    static class Below extends Trap {
        private boolean deep = true;

        public boolean isDeep() {
            return deep;
        }

        void setDeep(boolean deep) {
            this.deep = deep;
        }
    }

    static final class SilentFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }
}
