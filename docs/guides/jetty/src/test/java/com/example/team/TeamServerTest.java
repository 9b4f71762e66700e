package com.example.team;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.http.WebSocketHandshakeException;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The application of the guide, started as a reader starts it. */
class TeamServerTest {

  private static final Server SERVER = TeamServer.on(0);

  @BeforeAll
  static void start() throws Exception {
    SERVER.start();
  }

  @AfterAll
  static void stop() throws Exception {
    SERVER.stop();
  }

  private static Visitor visitor() {
    return new Visitor(SERVER.getURI().getPort());
  }

  @Test
  void oneUserSeesTheOtherComeAndGo() {
    Visitor ada = visitor().signIn("ada").open("acme");
    ada.awaitStatus("ada", "active");
    Visitor bob = visitor().signIn("bob").open("acme");
    ada.awaitStatus("bob", "active");
    bob.leave();
    ada.awaitStatus("bob", "offline");
  }

  @Test
  void userWhoIsNotSignedInIsClosedWith4401() {
    assertThat(visitor().open("acme").closeCode).succeedsWithin(10, SECONDS).isEqualTo(4401);
  }

  @Test
  void userOfAnotherTeamIsClosedWith4403() {
    assertThat(visitor().signIn("dan").open("acme").closeCode)
        .succeedsWithin(10, SECONDS)
        .isEqualTo(4403);
  }

  @Test
  void pageOfAForeignOriginIsAnsweredWith403WhetherSignedInOrNot() {
    for (Visitor anybody : List.of(visitor(), visitor().signIn("ada"))) {
      assertThatThrownBy(() -> anybody.open("acme", "https://elsewhere.example"))
          .cause()
          .asInstanceOf(type(WebSocketHandshakeException.class))
          .extracting(refused -> refused.getResponse().statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void filesOfTheBrowserClientAreServed() {
    Visitor anybody = visitor();
    assertThat(anybody.get("/presence/presence.css").body()).contains("presence-indicator");
    assertThat(anybody.get("/presence/presence-elements.js"))
        .satisfies(file -> assertThat(file.statusCode()).isEqualTo(200))
        .satisfies(
            file ->
                assertThat(file.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/javascript"));
  }

  @Test
  void stoppingSendsTheClientsToAnotherNode() throws Exception {
    Server other = TeamServer.on(0);
    other.start();
    Visitor ada = new Visitor(other.getURI().getPort()).signIn("ada").open("acme");
    ada.awaitStatus("ada", "active");
    other.stop();
    assertThat(ada.closeCode).succeedsWithin(10, SECONDS).isEqualTo(1012);
  }
}
