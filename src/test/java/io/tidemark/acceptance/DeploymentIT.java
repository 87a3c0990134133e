package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.host.wrong.CollidingType;
import io.tidemark.host.wrong.MalformedType;
import io.tidemark.host.wrong.UnnamedUnit;
import io.tidemark.host.wrong.WrongRules;
import io.tidemark.testing.Await;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the emitter jar does when its host is deployed, and which backends it has. */
@ExtendWith({HostServer.class, ArquillianExtension.class})
class DeploymentIT {
    // What fails here is meant to. Held, or the level is collected with it.
    private static final Logger ARQUILLIAN = Logger.getLogger("io.openliberty.arquillian");

    static {
        ARQUILLIAN.setLevel(Level.OFF);
    }

    @Deployment(name = "log", managed = false, testable = false)
    static WebArchive log() {
        return HostWar.configured(HostWar.named("log.war"), Map.of("tidemark.emitter", "log"));
    }

    @Deployment(name = "noop", managed = false, testable = false)
    static WebArchive noop() {
        return HostWar.configured(HostWar.named("noop.war"), Map.of("tidemark.emitter", "noop"));
    }

    @Deployment(name = "misspelt", managed = false, testable = false)
    static WebArchive misspelt() {
        return HostWar.configured(HostWar.named("misspelt.war"), Map.of("tidemark.emitter", "jap"));
    }

    @Deployment(name = "colliding", managed = false, testable = false)
    static WebArchive colliding() {
        return HostWar.named("colliding.war").addClass(CollidingType.class);
    }

    @Deployment(name = "malformed", managed = false, testable = false)
    static WebArchive malformed() {
        return HostWar.named("malformed.war").addClass(MalformedType.class);
    }

    @Deployment(name = "rules", managed = false, testable = false)
    static WebArchive rules() {
        return HostWar.configured(
                HostWar.named("rules.war").addClass(WrongRules.class),
                Map.of(
                        "tidemark.capture.proxies", "10.0.0.0/99",
                        "tidemark.capture.rules.no-such.method", "io.tidemark.host.Desk#nothing",
                        "tidemark.capture.rules.no-such.type", "host.transfer",
                        "tidemark.capture.rules.second.method", "io.tidemark.host.wrong.WrongRules#twice",
                        "tidemark.capture.rules.second.type", "login",
                        "tidemark.capture.rules.unclear.method", "io.tidemark.host.wrong.WrongRules#overloaded",
                        "tidemark.capture.rules.unclear.type", "login",
                        "tidemark.capture.rules.misspelt.metod", "io.tidemark.host.Desk#make"));
    }

    @Deployment(name = "unnamed", managed = false, testable = false)
    static WebArchive unnamed() {
        return HostWar.named("unnamed.war").addClass(UnnamedUnit.class);
    }

    @Test
    void writesALineOfJsonToTheServersLogAndNothingToTheDatabase(@ArquillianResource Deployer deployer)
            throws SQLException, IOException {
        deployer.deploy("log");
        try (var log = new HostLog()) {
            HostServer.app("log").call("make", "account", log.account());

            var line = Await.until(
                    "line of the event",
                    HostLog.SOON,
                    () -> HostServer.logs()
                            .lines()
                            .filter(text -> text.contains("\"accountId\":\"" + log.account() + "\""))
                            .findFirst()
                            .orElse(""),
                    text -> !text.isEmpty());
            assertThat(line).contains("\"eventType\":\"host.transfer\"", "\"metadata\":{\"step\":1}");
            assertNothingIsStored(log);
        } finally {
            deployer.undeploy("log");
        }
    }

    @Test
    void forgetsEventsWhenThereIsNoBackend(@ArquillianResource Deployer deployer) throws SQLException, IOException {
        deployer.deploy("noop");
        try (var log = new HostLog()) {
            assertThat(HostServer.app("noop")
                            .call("emit", "account", log.account())
                            .asString())
                    .hasSize(36);
            HostServer.app("noop").call("make", "account", log.account());

            assertNothingIsStored(log);
            assertThat(HostServer.logs()).doesNotContain(log.account());
        } finally {
            deployer.undeploy("noop");
        }
    }

    /** The sequencer has passed by when it has moved what was stored later. */
    private static void assertNothingIsStored(HostLog log) throws SQLException {
        assertThat(log.transfers()).isEqualTo(1);
        assertThat(log.waiting()).isZero();
        assertThat(log.steps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "colliding, Event type 'login' is built in",
        "malformed, Event type 'no such name': its name is malformed",
        "misspelt, 'tidemark.emitter must be one of jpa, log, noop, but was: jap'"
    })
    void stopsWithAMessageThatNamesWhatIsWrong(String name, String message, @ArquillianResource Deployer deployer)
            throws IOException {
        try {
            assertThatThrownBy(() -> deployer.deploy(name)).isNotNull();
            assertThat(HostServer.logs()).contains("Cannot start: " + message);
        } finally {
            deployer.undeploy(name);
        }
    }

    @Test
    void stopsWithALineForEachRuleThatDoesNotFit(@ArquillianResource Deployer deployer) throws IOException {
        try {
            assertThatThrownBy(() -> deployer.deploy("rules")).isNotNull();
            assertThat(HostServer.logs())
                    .contains(
                            "Cannot start: @Audited on io.tidemark.host.wrong.WrongRules#missing: there is no argument"
                                    + " 'order', only account",
                            "Cannot start: @Audited on io.tidemark.host.wrong.WrongRules#badPath: the path"
                                    + " 'account.id' leads nowhere",
                            "Cannot start: @Audited on io.tidemark.host.wrong.WrongRules#unknownType: there is no"
                                    + " event type 'host.unheard'",
                            "Cannot start: @Audited on io.tidemark.host.wrong.WrongRules#",
                            "the operation 'same' has another rule, on io.tidemark.host.wrong.WrongRules#",
                            "Cannot start: tidemark.capture.rules.no-such: there is no method"
                                    + " io.tidemark.host.Desk#nothing of a bean",
                            "Cannot start: tidemark.capture.rules.second: io.tidemark.host.wrong.WrongRules#twice has"
                                    + " a rule already: @Audited",
                            "Cannot start: tidemark.capture.rules.unclear:"
                                    + " io.tidemark.host.wrong.WrongRules#overloaded is overloaded",
                            "Cannot start: tidemark.capture.rules.misspelt: ",
                            "Cannot start: tidemark.capture.proxies must be a list of networks: '10.0.0.0/99'");
        } finally {
            deployer.undeploy("rules");
        }
    }

    /** As Jakarta Persistence has it: with two units in a module, each must be asked for by its name. */
    @Test
    void stopsAnApplicationThatDoesNotNameItsPersistenceUnit(@ArquillianResource Deployer deployer) throws IOException {
        try {
            assertThatThrownBy(() -> deployer.deploy("unnamed")).isNotNull();
            assertThat(HostServer.logs()).contains("CWWJP0012E");
        } finally {
            deployer.undeploy("unnamed");
        }
    }
}
