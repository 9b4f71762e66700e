package com.example.team;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.http.WebSocketHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application of the guide, started as a reader starts it. */
class TeamApplicationTest {

  private ConfigurableApplicationContext application;

  @BeforeEach
  void start() {
    application =
        SpringApplication.run(
            TeamApplication.class, "--server.port=0",
            "--server.address=127.0.0.1",
            "--logging.level.root=warn",
            "--spring.main.banner-mode=off");
  }

  @AfterEach
  void stop() {
    application.close();
  }

  private Visitor visitor() {
    return new Visitor(
        application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
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
  void whoIsNotSignedInIsClosedWith4401() {
    assertThat(visitor().open("acme").closeCode).succeedsWithin(10, SECONDS).isEqualTo(4401);
  }

  @Test
  void whoIsOfAnotherTeamIsClosedWith4403() {
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
  void pageOfAForeignOriginIsRefused() {
    Visitor ada = visitor().signIn("ada");
    assertThatThrownBy(() -> ada.open("acme", "https://elsewhere.example"))
        .cause()
        .asInstanceOf(type(WebSocketHandshakeException.class))
        .extracting(refused -> refused.getResponse().statusCode())
        .isEqualTo(403);
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
    Visitor ada = visitor().signIn("ada").open("acme");
    ada.awaitStatus("ada", "active");
    application.close();
    assertThat(ada.closeCode).succeedsWithin(10, SECONDS).isEqualTo(1012);
  }
}
