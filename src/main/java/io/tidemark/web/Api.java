package io.tidemark.web;

import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** The HTTP API. Roles are the token's groups; none implies another. */
@ApplicationPath("/api/v1")
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles({Api.READER, Api.WRITER, Api.OPERATOR, Api.ADMIN})
public class Api extends Application {
    static final String READER = "audit-reader";
    static final String WRITER = "audit-writer";
    static final String OPERATOR = "audit-operator";
    static final String ADMIN = "audit-admin";

    static final String NDJSON = "application/x-ndjson";
}
