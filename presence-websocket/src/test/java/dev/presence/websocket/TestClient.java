package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;

/** A client of the endpoint, as a browser would be one: keeps the frames that come, in order. */
final class TestClient extends Endpoint implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ClientManager MANAGER = ClientManager.createClient();

  static {
    MANAGER.getProperties().put(ClientProperties.SHARED_CONTAINER, true);
    MANAGER.setDefaultMaxTextMessageBufferSize(10_000_000);
  }

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private Session session;

  /** Connects; headers are added to the request, or replaced. */
  static TestClient connect(URI uri, Map<String, String> headers)
      throws DeploymentException, IOException {
    TestClient client = new TestClient();
    ClientEndpointConfig config =
        ClientEndpointConfig.Builder.create()
            .configurator(
                new ClientEndpointConfig.Configurator() {
                  @Override
                  public void beforeRequest(Map<String, List<String>> request) {
                    request.remove("Origin");
                    headers.forEach((name, value) -> request.put(name, List.of(value)));
                  }
                })
            .build();
    client.session = MANAGER.connectToServer(client, config, uri);
    return client;
  }

  @Override
  public void onOpen(Session opened, EndpointConfig config) {
    opened.addMessageHandler(
        String.class, (MessageHandler.Whole<String>) text -> frames.add(parse(text)));
  }

  @Override
  public void onClose(Session ended, CloseReason reason) {
    closed.complete(reason.getCloseCode().getCode());
  }

  @Override
  public void onError(Session failed, Throwable failure) {}

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a frame is no JSON: " + text, e);
    }
  }

  void send(String text) {
    try {
      session.getBasicRemote().sendText(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void sendBinary(byte[] bytes) {
    try {
      session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next frame, whatever it is. */
  JsonNode next() {
    try {
      JsonNode frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return frame == null ? fail("no frame came; closed: " + closed) : frame;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next frame, which must be of this type. */
  JsonNode next(String type) {
    JsonNode frame = next();
    assertThat(frame.path("type").asText()).as("type of %s", frame).isEqualTo(type);
    return frame;
  }

  /** Lets frames pass until one of this type comes. */
  JsonNode await(String type) {
    JsonNode frame = next();
    while (!frame.path("type").asText().equals(type)) {
      frame = next();
    }
    return frame;
  }

  /** Lets frames pass until one says this status of this user. */
  void awaitStatus(String userId, String status) {
    while (!statusIn(next(), userId).equals(status)) {
      // until it says so
    }
  }

  /** What the frame says of the user; empty when nothing. */
  static String statusIn(JsonNode frame, String userId) {
    for (String list : List.of("members", "changes")) {
      for (JsonNode member : frame.path(list)) {
        if (member.path("userId").asText().equals(userId)) {
          return member.path("status").asText();
        }
      }
    }
    return "";
  }

  /** The frames that are there by now, until an answer to a ping that is sent first. */
  List<JsonNode> untilPong() {
    send("{\"type\":\"presence:ping\",\"ref\":4711}");
    List<JsonNode> seen = new ArrayList<>();
    JsonNode frame = next();
    while (frame.path("ref").asInt() != 4711) {
      seen.add(frame);
      frame = next();
    }
    return seen;
  }

  /** The code that the socket is closed with. */
  int closeCode() {
    try {
      return closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return fail("the socket was not closed");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isClosed() {
    return closed.isDone();
  }

  void close(int code) {
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), ""));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (session.isOpen()) {
      close(1000);
    }
  }
}
