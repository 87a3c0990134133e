package io.tidemark.acceptance;

import io.tidemark.testing.LiveReader;
import io.tidemark.testing.Node;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import io.tidemark.testing.Transport;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Somebody who reads: an account, a session, a token. */
record Person(String account, String sid, String jti) {
    static final String STREAM = "/api/v1/stream";

    /** With an account of its own. */
    static Person somebody() {
        return new Person("a-" + UUID.randomUUID(), random(), random());
    }

    /** The same account in another session. */
    Person inAnotherSession() {
        return new Person(account, random(), random());
    }

    /** The same session with another token. */
    Person withAnotherToken() {
        return new Person(account, sid, random());
    }

    /** The session's id, as everybody but its holder knows it. */
    String session() {
        return sha256(sid);
    }

    Token token() {
        return Token.of(account).session(sid).id(jti).roles("audit-reader");
    }

    LiveReader read(Transport transport, Node node, Token token) {
        return transport.read(node, token.sign());
    }

    SseReader read(Node node, Token token) {
        return SseReader.open(node, STREAM, token.sign());
    }

    private static String random() {
        return UUID.randomUUID().toString();
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
