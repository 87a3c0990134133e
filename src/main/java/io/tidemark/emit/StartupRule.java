package io.tidemark.emit;

import java.util.List;

/** A CDI bean that is asked, before the application starts, whether it can: each problem is one line that names its key. */
public interface StartupRule {
    List<String> problems();
}
