package io.tidemark.event;

/** A part of a {@link Filter} that concerns what was captured; an event without a payload does not meet it. */
public sealed interface PayloadCondition extends Condition {
    /** Something was captured. */
    record Captured() implements PayloadCondition {
        @Override
        public String text() {
            return "has=payload";
        }
    }

    /** That side was captured, dropped or not. */
    record HasSide(MemberPath.Root side) implements PayloadCondition {
        @Override
        public String text() {
            return "has=" + side.text();
        }
    }

    /** That side has a member at that path. */
    record HasMember(MemberPath path) implements PayloadCondition {
        @Override
        public String text() {
            return "has=" + path.text();
        }
    }

    /** The member of that side at that path has that value: a string, a number, a boolean or null. */
    record MemberIs(MemberPath path, JsonScalar value) implements PayloadCondition {
        @Override
        public String text() {
            return path.text() + "=" + value.json();
        }
    }
}
