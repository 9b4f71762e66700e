package dev.presence.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.presence.websocket.wire.CloseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A socket without a container: keeps what is sent; a send is done at once, or when told. */
final class FakePort implements SocketPort {

  private static final ObjectMapper JSON = new ObjectMapper();

  final List<String> sent = new ArrayList<>();
  final List<CloseCode> closed = new ArrayList<>();
  int pings;
  int cuts;
  long framesReceived;
  private boolean slow;
  private Consumer<Throwable> inFlight;
  private int taken;

  /** From now on a send is done only by {@link #read}. */
  FakePort slow() {
    slow = true;
    return this;
  }

  /** From now on sends are done at once; one in flight is done now. */
  void fast() {
    slow = false;
    if (inFlight != null) {
      read();
    }
  }

  @Override
  public void cut() {
    cuts++;
  }

  @Override
  public long framesReceived() {
    return framesReceived;
  }

  @Override
  public void send(String text, Consumer<Throwable> done) {
    if (inFlight != null) {
      throw new IllegalStateException("two sends at once: " + text);
    }
    sent.add(text);
    if (slow) {
      inFlight = done;
    } else {
      done.accept(null);
    }
  }

  /** The client has read the frame in flight. */
  void read() {
    finish(null);
  }

  /** The frame in flight could not be sent. */
  void fail() {
    finish(new IllegalStateException("by a test"));
  }

  private void finish(Throwable failure) {
    Consumer<Throwable> done = inFlight;
    inFlight = null;
    done.accept(failure);
  }

  @Override
  public void ping() {
    pings++;
  }

  @Override
  public void close(CloseCode code) {
    closed.add(code);
  }

  /** The frames that were sent since the last call. */
  List<JsonNode> frames() {
    List<JsonNode> frames = new ArrayList<>();
    for (; taken < sent.size(); taken++) {
      try {
        frames.add(JSON.readTree(sent.get(taken)));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return frames;
  }

  /** The types of the frames that were sent since the last call, such as {@code update}. */
  List<String> types() {
    return frames().stream()
        .map(frame -> frame.path("type").asText().replace("presence:", ""))
        .toList();
  }
}
