package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client of a test: keeps the frames that came, in order, and how the socket ended. */
abstract class FrameLog implements AutoCloseable {

  static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LAST_REF = 4711;
  private static final List<String> STATUSES = List.of("active", "away", "offline");

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  abstract void send(String text);

  abstract void sendBinary(byte[] bytes);

  /** Closes in an orderly way with this code. */
  abstract void close(int code);

  void came(String text) {
    try {
      frames.add(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a frame is no JSON: " + text, e);
    }
  }

  void ended(int code) {
    closed.complete(code);
  }

  /** Sends {@code {"type":"presence:TYPE"}}. */
  void say(String type) {
    say(type, "");
  }

  /** Sends a frame with more fields, written with apostrophes. */
  void say(String type, String fields) {
    String more = fields.isEmpty() ? "" : ", " + fields;
    send(("{'type': 'presence:" + type + "'" + more + "}").replace('\'', '"'));
  }

  /** The next frame, whatever it is. */
  JsonNode next() {
    try {
      JsonNode frame = frames.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return frame == null ? fail("no frame came; " + ending()) : frame;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String ending() {
    return closed.isDone() ? "closed with " + closed.join() : "still open";
  }

  /** The next frame, which must be of this type. */
  JsonNode next(String type) {
    JsonNode frame = next();
    assertThat(frame.path("type").asText()).as("type of %s", frame).isEqualTo("presence:" + type);
    return frame;
  }

  /** Lets frames pass until one says this status of this user; returns those before it. */
  List<JsonNode> awaitStatus(String userId, String status) {
    List<JsonNode> before = new ArrayList<>();
    JsonNode frame = next();
    while (!status.equals(statusIn(frame, userId))) {
      before.add(frame);
      frame = next();
    }
    return before;
  }

  /** Lets frames pass until one has this type; returns it. */
  JsonNode await(String type) {
    JsonNode frame = next();
    while (!frame.path("type").asText().equals("presence:" + type)) {
      frame = next();
    }
    return frame;
  }

  /** What came before the answer to a ping that is sent now. */
  List<JsonNode> untilPong() {
    say("ping", "'ref': " + LAST_REF);
    List<JsonNode> before = new ArrayList<>();
    JsonNode frame = next();
    while (frame.path("ref").asInt() != LAST_REF) {
      before.add(frame);
      frame = next();
    }
    assertThat(frame.path("type").asText()).isEqualTo("presence:pong");
    return before;
  }

  /** The number of frames that came and were not taken. */
  int waiting() {
    return frames.size();
  }

  /** What a frame says of a user; null when nothing. */
  static String statusIn(JsonNode frame, String userId) {
    for (String status : STATUSES) {
      for (JsonNode user : frame.path(status)) {
        if (user.asText().equals(userId)) {
          return status;
        }
      }
    }
    return null;
  }

  /** All users in the columns of a frame, as often as they are in it. */
  static List<String> usersIn(JsonNode frame) {
    List<String> users = new ArrayList<>();
    STATUSES.forEach(status -> frame.path(status).forEach(user -> users.add(user.asText())));
    return users;
  }

  boolean isClosed() {
    return closed.isDone();
  }

  /** The code that the socket is closed with. */
  int closeCode() {
    try {
      return closed.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return fail("the socket was not closed");
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public abstract void close();
}
