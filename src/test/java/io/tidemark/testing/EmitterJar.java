package io.tidemark.testing;

import java.io.File;

/** What an application that emits has in its {@code WEB-INF/lib}. */
public final class EmitterJar {
    private EmitterJar() {}

    /** The emitter jar and what comes with it. */
    public static File[] libraries() {
        File emitter = Node.BASE.resolve("target/tidemark-emitter.jar").toFile();
        File[] others = Node.BASE.resolve("target/emitter-libraries").toFile().listFiles();
        if (!emitter.exists() || others == null) {
            throw new IllegalStateException(emitter + " or its libraries are not there; run mvn package first");
        }
        File[] all = new File[others.length + 1];
        all[0] = emitter;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }
}
