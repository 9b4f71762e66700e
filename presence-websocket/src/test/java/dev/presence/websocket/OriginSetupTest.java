package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which pages may open a socket behind a proxy, and without the listener. */
class OriginSetupTest {

  private static final String TARGET = "/presence/acme?user=ada";
  private static final String PAGE = "https://app.example";

  enum Servlets {
    JETTY {
      @Override
      TestServer serve(PresenceEndpoint endpoint, Duration idleLimit, Setup setup) {
        return new JettyServer(endpoint, idleLimit, setup);
      }
    },
    TOMCAT {
      @Override
      TestServer serve(PresenceEndpoint endpoint, Duration idleLimit, Setup setup) {
        return new TomcatServer(endpoint, idleLimit, setup);
      }
    };

    abstract TestServer serve(PresenceEndpoint endpoint, Duration idleLimit, Setup setup);

    Scene open(Setup setup, UnaryOperator<PresenceEndpoint.Builder> endpoint) {
      return new Scene.Plan((it, idleLimit) -> serve(it, idleLimit, setup))
          .endpoint(endpoint)
          .open();
    }
  }

  private static UnaryOperator<PresenceEndpoint.Builder> hostIsKnown() {
    return it -> it.allowedOrigins().allowedHosts("app.example");
  }

  private static void assertServed(Scene scene, String... headers) {
    scene.raw(TARGET, headers).listen().next("snapshot");
  }

  @ParameterizedTest
  @EnumSource
  void pageIsComparedWithWhatTheProxyForwards(Servlets container) {
    try (Scene scene = container.open(new Setup(true, true, false), hostIsKnown())) {
      String proto = "X-Forwarded-Proto: https";
      assertServed(scene, "Host: app.example", proto, "Origin: " + PAGE);
      assertThat(
              scene.raw(TARGET, "Host: app.example", proto, "Origin: http://app.example").status())
          .isEqualTo(403);
      assertThat(scene.raw(TARGET, "Host: b.example", proto, "Origin: " + PAGE).status())
          .isEqualTo(403);
      assertThat(scene.raw(TARGET, "Host: app.example", "Origin: " + PAGE).status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pageBehindAProxyThatHidesTheSchemeMustBeListed(Servlets container) {
    String[] request = {"Host: app.example", "X-Forwarded-Proto: https", "Origin: " + PAGE};
    try (Scene scene = container.open(Setup.USUAL, hostIsKnown())) {
      assertThat(scene.raw(TARGET, request).status()).isEqualTo(403);
    }
    try (Scene scene = container.open(Setup.USUAL, it -> it.allowedOrigins(PAGE))) {
      assertServed(scene, request);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pageOverTlsIsServedAndItsPlainFormIsRefused(Servlets container) {
    try (Scene scene = container.open(new Setup(true, false, true), hostIsKnown())) {
      String here = "127.0.0.1:" + scene.server.port();
      scene.rawOverTls(TARGET, "Origin: https://" + here).listen().next("snapshot");
      assertThat(scene.rawOverTls(TARGET, "Origin: http://" + here).status()).isEqualTo(403);
    }
    try (Scene scene = container.open(new Setup(false, false, true), hostIsKnown())) {
      String here = "127.0.0.1:" + scene.server.port();
      scene.rawOverTls(TARGET, "Origin: https://" + here).listen().next("snapshot");
      assertThat(scene.rawOverTls(TARGET, "Origin: http://" + here).listen().closeCode())
          .isEqualTo(4403);
    }
  }

  @ParameterizedTest
  @EnumSource
  void foreignPageIsClosedWith4403WithoutTheListener(Servlets container) {
    try (Scene scene = container.open(new Setup(false, false, false), hostIsKnown())) {
      int port = scene.server.port();
      String evil = "evil.example:" + port;
      String[][] refused = {
        {"Origin: https://evil.example"},
        {"Origin: https://127.0.0.1:" + port},
        {"Origin: http://127.0.0.1:1"},
        {"Host: app.example", "Origin: " + PAGE},
        {"Host: " + evil, "Origin: http://" + evil},
      };
      for (String[] headers : refused) {
        assertThat(scene.raw(TARGET, headers).listen().closeCode())
            .as(String.join(", ", headers))
            .isEqualTo(4403);
      }
      assertThat(scene.asked).isEmpty();
      assertServed(scene, "Origin: http://127.0.0.1:" + port);
      assertServed(scene, "Host: app.example", "Origin: http://app.example");
    }
  }

  @ParameterizedTest
  @EnumSource
  void pageIsComparedWithWhatTheProxyForwardsWithoutTheListener(Servlets container) {
    try (Scene scene = container.open(new Setup(false, true, false), hostIsKnown())) {
      String proto = "X-Forwarded-Proto: https";
      assertServed(scene, "Host: app.example", proto, "Origin: " + PAGE);
      assertThat(
              scene
                  .raw(TARGET, "Host: app.example", proto, "Origin: http://app.example")
                  .listen()
                  .closeCode())
          .isEqualTo(4403);
    }
  }
}
