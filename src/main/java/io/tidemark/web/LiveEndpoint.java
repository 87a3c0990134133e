package io.tidemark.web;

import io.tidemark.stream.Subscription;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The server's end of one WebSocket. Its client has nothing to say: a message of it ends the connection. */
public final class LiveEndpoint extends Endpoint {
    static final String PROTOCOL = "tidemark";

    private static final Logger LOGGER = Logger.getLogger(LiveEndpoint.class.getName());
    private static final int LARGEST_MESSAGE = 1_024;

    private final Subscription subscription;
    private final LiveOutlet outlet;

    private LiveEndpoint(Subscription subscription, LiveOutlet outlet) {
        this.subscription = subscription;
        this.outlet = outlet;
    }

    /** Of the endpoint for that subscription. */
    static ServerEndpointConfig configuration(Subscription subscription, LiveOutlet outlet) {
        LiveEndpoint endpoint = new LiveEndpoint(subscription, outlet);
        return ServerEndpointConfig.Builder.create(LiveEndpoint.class, "/api/v1/live")
                .subprotocols(List.of(PROTOCOL))
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        return type.cast(endpoint);
                    }
                })
                .build();
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxTextMessageBufferSize(LARGEST_MESSAGE);
        session.setMaxBinaryMessageBufferSize(LARGEST_MESSAGE);
        session.addMessageHandler(PongMessage.class, pong -> outlet.answered());
        session.addMessageHandler(String.class, (part, last) -> refuse(session));
        session.addMessageHandler(ByteBuffer.class, (part, last) -> refuse(session));
        outlet.open(session);
        try {
            subscription.start();
        } catch (IOException e) {
            LOGGER.fine("The client left before the stream began");
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        subscription.leave();
    }

    @Override
    public void onError(Session session, Throwable failure) {
        LOGGER.log(Level.FINE, failure, () -> "The WebSocket of the stream " + subscription.id() + " failed");
        subscription.leave();
    }

    private static void refuse(Session session) {
        try {
            session.close(new CloseReason(CloseCodes.CANNOT_ACCEPT, "A reader has nothing to say"));
        } catch (IOException e) {
            LOGGER.fine("The client left before it was refused");
        }
    }
}
