package io.tidemark.emit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where events come from: {@code tidemark.service}, else the application's name; {@code tidemark.node}, else the host's. */
@ApplicationScoped
public class Origin {
    @Inject
    @ConfigProperty(name = "tidemark.service")
    private Optional<String> configuredService;

    @Inject
    @ConfigProperty(name = "tidemark.node")
    private Optional<String> configuredNode;

    @Resource(lookup = "java:app/AppName")
    private String application;

    private String service = "";
    private String nodeId = "";

    @PostConstruct
    void resolve() {
        service = configuredService.orElse(application);
        nodeId = configuredNode.orElseGet(Origin::hostName);
    }

    public String service() {
        return service;
    }

    public String nodeId() {
        return nodeId;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
