package com.example.team;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.http.WebSocketHandshakeException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application of the guide, started as a reader starts it. */
class TeamApplicationTest {

  private static ConfigurableApplicationContext application;

  @BeforeAll
  static void start() {
    application = run();
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  private static ConfigurableApplicationContext run() {
    return SpringApplication.run(
        TeamApplication.class,
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--logging.level.root=warn",
        "--spring.main.banner-mode=off");
  }

  private static Visitor visitor() {
    return visitorOf(application);
  }

  private static Visitor visitorOf(ConfigurableApplicationContext running) {
    return new Visitor(
        running.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
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
  void signingOutEndsTheSocket() {
    Visitor ada = visitor().signIn("ada").open("acme");
    ada.awaitStatus("ada", "active");
    ada.signOut();
    assertThat(ada.closeCode).succeedsWithin(10, SECONDS).isEqualTo(1008);
    assertThat(ada.get("/").uri().getPath()).isEqualTo("/login");
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
  void stoppingSendsTheClientsToAnotherNode() {
    ConfigurableApplicationContext other = run();
    Visitor ada = visitorOf(other).signIn("ada").open("acme");
    ada.awaitStatus("ada", "active");
    other.close();
    assertThat(ada.closeCode).succeedsWithin(10, SECONDS).isEqualTo(1012);
  }
}
