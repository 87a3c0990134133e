package io.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypesTest {
    private static final EventTypes BUILT_IN = EventTypes.builtIn();

    @Test
    void bringsEveryTypeInAlphabeticalOrder() {
        assertThat(BUILT_IN.names())
                .containsExactly(
                        "account_delete",
                        "account_purge",
                        "account_undelete",
                        "actor_delete",
                        "actor_purge",
                        "actor_undelete",
                        "app_settings_update",
                        "audit.denied",
                        "audit.export",
                        "audit.hold.place",
                        "audit.hold.release",
                        "audit.purge",
                        "audit.purge.approve",
                        "audit.purge.request",
                        "audit.query",
                        "audit.replay",
                        "audit.stream.close",
                        "audit.stream.open",
                        "authn.result",
                        "authz.decision",
                        "bootstrap",
                        "invite_create",
                        "invite_delete",
                        "login",
                        "logout",
                        "password_change",
                        "resource.mutation",
                        "role_grant_create",
                        "role_grant_offer_accept",
                        "role_grant_offer_create",
                        "role_grant_offer_decline",
                        "role_grant_offer_expire",
                        "role_grant_offer_retract",
                        "role_grant_offer_supersede",
                        "role_grant_revoke",
                        "session_revoke",
                        "session_revoke_all",
                        "signup",
                        "token_create",
                        "token_revoke",
                        "token_revoke_all",
                        "tuple.changed");
        assertThat(BUILT_IN.all()).extracting(EventType::name).containsExactlyElementsOf(BUILT_IN.names());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            login                      | {"username":"ada"}
            login                      | {"username":"ada","tenant":7}
            login                      |
            audit.hold.place           | {"holdId":"h","first":1,"reason":"r"}
            audit.hold.place           | {"holdId":"h","first":1,"last":2,"reason":"r"}
            audit.hold.release         | {"holdId":"h","reason":"r"}
            audit.purge.request        | {"purgeId":"p","last":2,"reason":"r"}
            audit.purge.approve        | {"purgeId":"p"}
            audit.purge                | {"first":1,"last":2,"rows":2,"reason":"policy","file":"f","sha256":"s"}
            logout                     |
            logout                     | {"anything":[1,null,{}]}
            bootstrap                  | {"error":"token used"}
            bootstrap                  |
            signup                     | {"username":"ada"}
            signup                     | {"username":"ada","inviteId":"i1","openSignup":true,"reason":"r","email":"a@b.c"}
            password_change            | {}
            password_change            | {"sessionsRevoked":2,"tokensRevoked":0,"reason":"r","credentialType":"session"}
            password_change            |
            session_revoke             | {"sessionId":"5f0d"}
            session_revoke             | {"sessionId":"5f0d","credentialType":"token"}
            session_revoke_all         | {}
            session_revoke_all         | {"count":3,"reason":"r","attemptedAccountId":"a","credentialType":"c"}
            token_revoke_all           | {"count":3,"reason":"r","attemptedAccountId":"a","credentialType":"c"}
            token_create               | {"tokenId":"t","name":"ci"}
            token_create               | {"tokenId":"t","name":"ci","credentialType":"c"}
            token_revoke               | {"tokenId":"t","credentialType":"c"}
            role_grant_create          | {"role":"admin"}
            role_grant_create          | {"role":"admin","roleGrantId":"g","scopeId":"s","sourceOfferId":"o","selfService":false}
            role_grant_revoke          | {"role":"admin","roleGrantId":"g"}
            role_grant_revoke          | {"role":"admin","roleGrantId":"g","scopeId":"s","reason":"r","selfService":true}
            role_grant_offer_create    | {"role":"admin","toAccountId":"a","offerId":"o","scopeId":"s"}
            role_grant_offer_accept    | {"offerId":"o","roleGrantId":"g","role":"admin","scopeId":"s"}
            role_grant_offer_decline   | {"offerId":"o","role":"admin","scopeId":"s","reason":"r"}
            role_grant_offer_retract   | {"offerId":"o","role":"admin","scopeId":"s"}
            role_grant_offer_expire    | {"offerId":"o","role":"admin"}
            role_grant_offer_supersede | {"offerId":"o","role":"admin","reason":"sibling_accepted","causeId":"c"}
            role_grant_offer_supersede | {"offerId":"o","role":"admin","reason":"role_grant_revoked","causeId":"c"}
            role_grant_offer_supersede | {"offerId":"o","role":"admin","scopeId":"s","reason":"scope_destroyed","causeId":"c"}
            invite_create              | {"inviteId":"i","email":null,"username":null}
            invite_create              | {"inviteId":"i","email":"a@b.c","username":"ada"}
            invite_delete              | {"inviteId":"i"}
            account_delete             | {}
            account_purge              | {"username":"ada","email":"a@b.c","reason":"r","attemptedAccountId":"a"}
            account_undelete           | {"username":"ada"}
            actor_delete               | {}
            actor_purge                | {"name":"ada"}
            actor_undelete             | {"name":"ada"}
            app_settings_update        | {"setting":"s","oldValue":null,"newValue":{"deep":[1]}}
            authn.result               | {"method":"password","success":false,"failureReason":"expired"}
            authz.decision             | {"relation":"viewer","objectType":"doc","objectId":"1","decision":"allowed"}
            authz.decision             | {"relation":"viewer","objectType":"doc","objectId":"1","decision":"denied"}
            authz.decision             | {"relation":"viewer","objectType":"doc","objectId":"1","decision":"no_rule"}
            authz.decision             | {"relation":"viewer","objectType":"doc","objectId":"1","decision":"error","errorReason":"r"}
            tuple.changed              | {"mutation":"write","tuples":[{"user":"u","relation":"r","object":"o"}]}
            tuple.changed              | {"mutation":"delete","tuples":[]}
            resource.mutation          | {"mutation":"create","resourceType":"doc","resourceId":"1"}
            resource.mutation          | {"mutation":"update","resourceType":"doc","resourceId":"1"}
            resource.mutation          | {"mutation":"delete","resourceType":"doc","resourceId":"1"}
            audit.stream.open          |
            audit.stream.open          | {"streamId":"s","transport":"sse","after":12,"filter":"eventType=login"}
            audit.stream.close         | {"streamId":"s","transport":"websocket","reason":"revoked","position":12,"sent":3}
            audit.query                | {"count":3,"since":"2026-11-22T10:00:00Z","of":["events.page?q=x"]}
            audit.export               | {"format":"csv","after":0,"head":7,"filter":""}
            audit.replay               | {"eventId":"e","operation":"Orders.cancel","success":true}
            audit.denied               | {"method":"GET","path":"/api/v1/events","requiredRole":"audit-reader"}
            """)
    void acceptsMetadataThatFits(String type, @Nullable String metadata) {
        assertThat(BUILT_IN.check(event(type, metadata))).isEqualTo(Drift.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            login                      | {}
            login                      | {"username":null}
            login                      | {"username":7}
            bootstrap                  | {}
            signup                     |
            signup                     | {"email":"a@b.c"}
            signup                     | {"username":"ada","inviteId":null}
            signup                     | {"username":"ada","openSignup":"yes"}
            password_change            | {"sessionsRevoked":"2"}
            password_change            | {"tokensRevoked":1.5}
            password_change            | {"reason":null}
            session_revoke             |
            session_revoke             | {}
            session_revoke             | {"sessionId":["5f0d"]}
            session_revoke_all         |
            session_revoke_all         | {"count":null}
            token_revoke_all           |
            token_revoke_all           | {"count":"3"}
            token_create               | {"tokenId":"t"}
            token_create               | {"name":"ci"}
            token_revoke               | {"credentialType":"c"}
            role_grant_create          | {"roleGrantId":"g"}
            role_grant_create          | {"role":"admin","selfService":1}
            role_grant_revoke          | {"role":"admin"}
            role_grant_revoke          | {"roleGrantId":"g"}
            role_grant_revoke          | {"role":"admin","roleGrantId":"g","scopeId":null}
            role_grant_offer_create    | {"role":"admin"}
            role_grant_offer_accept    | {"offerId":"o","role":"admin"}
            role_grant_offer_decline   | {"offerId":"o"}
            role_grant_offer_retract   | {"role":"admin"}
            role_grant_offer_expire    | {"offerId":"o","role":null}
            role_grant_offer_supersede | {"offerId":"o","role":"admin","reason":"because","causeId":"c"}
            role_grant_offer_supersede | {"offerId":"o","role":"admin","reason":"scope_destroyed"}
            invite_create              | {"inviteId":"i","email":null}
            invite_create              | {"inviteId":"i","username":null}
            invite_create              | {"inviteId":null,"email":null,"username":null}
            invite_create              | {"inviteId":"i","email":1,"username":null}
            invite_delete              |
            account_delete             |
            account_purge              | {"email":null}
            account_undelete           | {"username":1}
            actor_delete               |
            actor_purge                | {"name":null}
            actor_undelete             | {"name":{}}
            app_settings_update        | {"setting":"s","oldValue":null}
            app_settings_update        | {"setting":"s","newValue":null}
            app_settings_update        | {"oldValue":1,"newValue":2}
            authn.result               | {"method":"password"}
            authn.result               | {"method":"password","success":"true"}
            authz.decision             | {"relation":"viewer","objectType":"doc","objectId":"1","decision":"maybe"}
            authz.decision             | {"relation":"viewer","objectType":"doc","decision":"denied"}
            tuple.changed              | {"mutation":"touch","tuples":[]}
            tuple.changed              | {"mutation":"write","tuples":{}}
            tuple.changed              | {"mutation":"write","tuples":[{"user":"u","relation":"r"}]}
            tuple.changed              | {"mutation":"write","tuples":["u#r@o"]}
            resource.mutation          | {"mutation":"read","resourceType":"doc","resourceId":"1"}
            resource.mutation          | {"mutation":"create","resourceType":"doc","resourceId":1}
            audit.stream.open          | {"transport":"smoke"}
            audit.stream.close         | {"sent":"many"}
            audit.query                | {"count":"7"}
            audit.export               | {"format":"xlsx"}
            audit.replay               | {"success":1}
            audit.denied               | {"count":"403"}
            """)
    void noticesMetadataThatDoesNotFit(String type, @Nullable String metadata) {
        assertThat(BUILT_IN.check(event(type, metadata))).isEqualTo(Drift.METADATA);
    }

    @Test
    void noticesAnUnknownType() {
        assertThat(BUILT_IN.check(event("Login", null))).isEqualTo(Drift.UNKNOWN_TYPE);
        assertThat(BUILT_IN.find("Login")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[1]", "null", "", "{", "{\"username\":", "{\"username\":\"a\",\"username\":\"b\"}", "nonsense"})
    void noticesStoredMetadataThatIsNoObject(String json) {
        AuditEvent event =
                AuditEvent.of("login").metadata(Metadata.stored(json)).build();

        assertThat(BUILT_IN.check(event)).isEqualTo(Drift.METADATA);
    }

    @Test
    void survivesDeepMetadata() {
        String deep = "{\"setting\":\"s\",\"oldValue\":null,\"newValue\":" + "[".repeat(31) + "]".repeat(31) + "}";
        String deeper = "{\"username\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(BUILT_IN.check(event("app_settings_update", deep))).isEqualTo(Drift.NONE);
        assertThat(BUILT_IN.check(
                        AuditEvent.of("login").metadata(Metadata.stored(deeper)).build()))
                .isEqualTo(Drift.METADATA);
    }

    @Test
    void addsTheTypesOfTheApplication() {
        EventTypes types = EventTypes.with(List.of(
                EventType.of("invoice.sent", "{\"type\":\"object\",\"required\":[\"invoiceId\"]}"),
                EventType.of("invoice.seen")));

        assertThat(types.names())
                .contains("invoice.sent", "invoice.seen", "login")
                .hasSize(44);
        assertThat(types.check(event("invoice.sent", "{\"invoiceId\":1}"))).isEqualTo(Drift.NONE);
        assertThat(types.check(event("invoice.sent", "{}"))).isEqualTo(Drift.METADATA);
        assertThat(types.check(event("invoice.sent", null))).isEqualTo(Drift.METADATA);
        assertThat(types.check(event("invoice.seen", "{\"by\":1}"))).isEqualTo(Drift.NONE);
        assertThat(types.check(event("login", "{}"))).isEqualTo(Drift.METADATA);
        assertThat(BUILT_IN.find("invoice.sent")).isNull();
    }

    @Test
    void refusesTheNameOfABuiltInType() {
        assertThatThrownBy(() -> EventTypes.with(List.of(EventType.of("login"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Event type 'login' is built in: choose another name");
    }

    @Test
    void refusesANameThatIsDefinedTwice() {
        assertThatThrownBy(
                        () -> EventTypes.with(List.of(EventType.of("a.b"), EventType.of("a.c"), EventType.of("a.b"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Event type 'a.b' is defined twice");
    }

    @Test
    void cannotBeChanged() {
        assertThatThrownBy(() -> BUILT_IN.names().add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> BUILT_IN.all().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static AuditEvent event(String type, @Nullable String metadata) {
        return AuditEvent.of(type)
                .metadata(metadata == null ? null : Metadata.parse(metadata))
                .build();
    }
}
