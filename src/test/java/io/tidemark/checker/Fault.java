package io.tidemark.checker;

/** What the nemesis does. */
enum Fault {
    /** SIGKILL, and a new start. */
    KILL_NODE(true, false),
    /** SIGSTOP and SIGCONT. */
    PAUSE_NODE(true, false),
    /** The node's wall clock is set, and set back. */
    SET_CLOCK(true, false),
    /** As a crash: SIGQUIT to PostgreSQL, and a new start. */
    KILL_DATABASE(false, true),
    /** As an administrator. */
    RESTART_DATABASE(false, true),
    /** SIGSTOP and SIGCONT to all of PostgreSQL. */
    PAUSE_DATABASE(false, true),
    /** All connections from clients to a node are reset, and new ones for a while. */
    CUT_CLIENTS(true, false),
    /** Nothing goes through between clients and a node. */
    FREEZE_CLIENTS(true, false),
    /** All connections from a node to the database are reset, and new ones for a while. */
    CUT_LOG(true, true),
    /** Nothing goes through between a node and the database. */
    FREEZE_LOG(true, true),
    /** All connections of the applications that write into the database themselves are reset. */
    CUT_EMITTERS(false, false);

    private final boolean one;
    private final boolean isolates;

    Fault(boolean one, boolean isolates) {
        this.one = one;
        this.isolates = isolates;
    }

    /** Whether it hits one node. */
    boolean hitsOne() {
        return one;
    }

    /** Whether who is hit cannot hear of the log: the one node, or all. */
    boolean isolates() {
        return isolates;
    }
}
