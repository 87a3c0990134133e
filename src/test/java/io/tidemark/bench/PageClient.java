package io.tidemark.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks on the caller's thread, over a connection that stays: a client with threads of its own would be measured too. */
record PageClient(URI base, String token) {
    byte[] get(String path) throws IOException {
        var connection = (HttpURLConnection)
                base.resolve(path.replace(" ", "%20")).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + token);
        Wrong.unless(connection.getResponseCode() == 200, path + " was answered with " + connection.getResponseCode());
        try (InputStream body = connection.getInputStream()) {
            return body.readAllBytes();
        }
    }
}
