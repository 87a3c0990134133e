package io.tidemark.bench.bare;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All resources of the archive. */
@ApplicationPath("/")
public class BareApplication extends Application {}
