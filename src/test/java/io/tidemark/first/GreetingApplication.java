package io.tidemark.first;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The API. */
@ApplicationPath("/api")
public class GreetingApplication extends Application {}
