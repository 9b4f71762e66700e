package dev.presence.websocket;

import dev.presence.PresenceTracker;
import dev.presence.model.PresenceOptions;
import dev.presence.store.PresenceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A tracker with an endpoint in a container, and its clients. Closes everything in the end. */
final class Scene implements AutoCloseable {

  static final Duration GRACE = Duration.ofMillis(500);

  final PresenceTracker tracker;
  final PresenceEndpoint endpoint;
  final TestServer server;

  /** Completes what the authenticator waits for with {@code ?auth=waits}. */
  final CompletableFuture<Void> door = new CompletableFuture<>();

  /** What users may do, besides being admitted. */
  final Map<String, UnaryOperator<Admission>> rights = new ConcurrentHashMap<>();

  /** What the authenticator was asked. */
  final List<Handshake> asked = new ArrayList<>();

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<FrameLog> clients = new ArrayList<>();

  private Scene(Plan plan) {
    PresenceTracker.Builder builder = PresenceTracker.builder().options(plan.options);
    if (plan.store != null) {
      builder.store(plan.store);
    }
    tracker = builder.build();
    PresenceEndpoint.Builder plain =
        PresenceEndpoint.builder(tracker)
            .authenticator(this::authenticate)
            .allowedOrigins("https://app.example")
            .limits(plan.limits);
    endpoint = plan.endpoint.apply(plain).build();
    server = plan.container.apply(endpoint, plan.idleLimit);
  }

  /** How a scene is made. */
  static final class Plan {
    private final BiFunction<PresenceEndpoint, Duration, TestServer> container;
    private PresenceOptions options = PresenceOptions.defaults().toBuilder().grace(GRACE).build();
    private EndpointLimits limits = EndpointLimits.defaults();
    private Duration idleLimit = Duration.ZERO;
    private UnaryOperator<PresenceEndpoint.Builder> endpoint = UnaryOperator.identity();
    private PresenceStore store;

    Plan(BiFunction<PresenceEndpoint, Duration, TestServer> container) {
      this.container = container;
    }

    Plan options(UnaryOperator<PresenceOptions> change) {
      options = change.apply(options);
      return this;
    }

    Plan limits(UnaryOperator<EndpointLimits.Builder> change) {
      limits = change.apply(limits.toBuilder()).build();
      return this;
    }

    Plan endpoint(UnaryOperator<PresenceEndpoint.Builder> change) {
      endpoint = change;
      return this;
    }

    /** The container closes sockets that are idle for so long. */
    Plan idleLimit(Duration value) {
      idleLimit = value;
      return this;
    }

    Plan store(PresenceStore value) {
      store = value;
      return this;
    }

    Scene open() {
      return new Scene(this);
    }
  }

  private CompletionStage<Admission> authenticate(Handshake handshake) {
    synchronized (asked) {
      asked.add(handshake);
    }
    Admission admission =
        handshake.workspaceId().equals("secret")
            ? Admission.forbidden()
            : handshake
                .parameter("user")
                .map(
                    user ->
                        rights
                            .getOrDefault(user, UnaryOperator.identity())
                            .apply(Admission.admitted(user)))
                .orElseGet(Admission::unauthenticated);
    return switch (handshake.parameter("auth").orElse("answers")) {
      case "throws" -> throw new IllegalStateException("thrown by a test");
      case "blocks" -> block();
      case "hangs" -> new CompletableFuture<>();
      case "null" -> CompletableFuture.completedFuture(null);
      case "fails" -> CompletableFuture.failedFuture(new IllegalStateException("by a test"));
      case "waits" -> door.thenApply(opened -> admission);
      default -> CompletableFuture.completedFuture(admission);
    };
  }

  private CompletionStage<Admission> block() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Connects a tab of the user to the workspace {@code acme}, and takes its snapshot. */
  FrameLog enter(String userId) {
    FrameLog client = connect(userId, "");
    client.next("snapshot");
    return client;
  }

  /** Connects a tab of the user with more parameters. */
  FrameLog connect(String userId, String parameters) {
    return connectTo("/presence/acme?user=" + encode(userId) + parameters, Map.of());
  }

  FrameLog connectTo(String target, Map<String, String> headers) {
    return keep(new TestClient(URI.create("ws://127.0.0.1:" + server.port() + target), headers));
  }

  /** Asks for a socket with bare bytes. */
  RawClient raw(String target, String... headers) {
    return keep(new RawClient(server.port(), target, headers));
  }

  /** Asks for a socket with bare bytes over TLS. */
  RawClient rawOverTls(String target, String... headers) {
    try {
      Socket socket = TestCertificate.trusting().getSocketFactory().createSocket();
      return keep(new RawClient(socket, server.port(), target, headers));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects a tab of the user with bare bytes, and takes its snapshot. */
  RawClient enterRaw(String userId) {
    RawClient client = raw("/presence/acme?user=" + encode(userId)).listen();
    client.next("snapshot");
    return client;
  }

  private <T extends FrameLog> T keep(T client) {
    clients.add(client);
    return client;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A clock in milliseconds. */
  long ticks() {
    return tracker.runtime().ticks();
  }

  @Override
  public void close() {
    end.countDown();
    clients.forEach(FrameLog::close);
    endpoint.close();
    server.close();
    tracker.close();
  }
}
