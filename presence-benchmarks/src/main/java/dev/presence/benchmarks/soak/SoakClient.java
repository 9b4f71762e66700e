package dev.presence.benchmarks.soak;

import dev.presence.benchmarks.load.Client;
import dev.presence.benchmarks.load.Crowd;
import dev.presence.benchmarks.load.PresenceNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One socket of the run, which leaves and joins. Confined to the thread of the crowd. */
final class SoakClient implements Client.Listener {

  private static final int SLOW_BUFFER = 4_096;
  private static final int SLOW_BYTES_PER_SECOND = 256;
  private static final int SLOW_WATCHED = 500;
  private static final int ADDRESSES = 8;
  private static final String ACTIVE = "{\"type\":\"presence:activity\",\"active\":true}";

  /** What all clients of a process count together. */
  static final class Totals {
    long frames;
    long snapshots;
    int dropped;
    int refused;
    int ready;
    String firstDrop = "";
  }

  private final Crowd crowd;
  private final Totals totals;
  private final int number;
  private final Client.Target target;
  private final boolean slow;
  private final Watched watched;
  private @Nullable Client client;
  private boolean ready;
  private boolean leaving;
  private boolean refused;

  SoakClient(Crowd crowd, Totals totals, int number, int port, int watchedUsers, int members) {
    this.crowd = crowd;
    this.totals = totals;
    this.number = number;
    this.slow = isSlow(number);
    this.watched = watched(number, watchedUsers, members);
    String from = "127.0.0." + (2 + number % ADDRESSES);
    this.target = new Client.Target(port, from, slow ? SLOW_BUFFER : 0);
  }

  static boolean isSlow(int number) {
    return number % 100 == 7;
  }

  /** What the client with this number watches: slow clients watch more, so that frames wait. */
  static Watched watched(int number, int count, int members) {
    return new Watched(number, isSlow(number) ? Math.min(SLOW_WATCHED, members) : count, members);
  }

  void connect() throws IOException {
    leaving = false;
    watched.forget();
    String path = PresenceNode.path(Soak.WORKSPACE, "u" + number, "&watch=none");
    client = crowd.connect(target, path, this);
  }

  boolean isSlow() {
    return slow;
  }

  boolean isConnected() {
    return client != null;
  }

  boolean isReady() {
    return ready;
  }

  /** Leaves on purpose, or loses its connection. */
  void leave(boolean onPurpose) throws IOException {
    Client open = client;
    if (open == null || !ready) {
      return;
    }
    leaving = true;
    if (onPurpose) {
      open.send("{\"type\":\"presence:leave\"}");
    } else {
      open.cut();
      gone();
    }
  }

  /** Requests again what the server could not answer, because it was without the store. */
  void retry() {
    Client open = client;
    if (open != null && refused) {
      watch(open);
    }
  }

  /** A slow client reads a little more. */
  void readSome(boolean isTenth) throws IOException {
    Client open = client;
    if (open != null && ready) {
      open.allow(SLOW_BYTES_PER_SECOND);
      if (isTenth) {
        open.send(ACTIVE); // not silent, so a ping does not wait behind the frames
      }
    }
  }

  /** A slow client reads everything from now on. */
  void readAll() {
    Client open = client;
    if (open != null) {
      open.allow(Client.UNLIMITED);
    }
  }

  String known() {
    return number + " " + watched.text();
  }

  private void gone() {
    client = null;
    totals.ready -= ready ? 1 : 0;
    ready = false;
  }

  @Override
  public void opened(Client opened) {
    watch(opened);
  }

  private void watch(Client opened) {
    refused = false;
    try {
      opened.send("{\"type\":\"presence:watch\",\"ref\":1,\"userIds\":[" + watched.ids() + "]}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void text(Client from, byte[] bytes, int start, int end) {
    totals.frames++;
    if (isType(bytes, start, end, "presence:counts")) {
      return;
    }
    boolean isSnapshot = isType(bytes, start, end, "presence:snapshot");
    totals.snapshots += isSnapshot ? 1 : 0;
    watched.take(bytes, start, end, isSnapshot && ready);
    if (!ready && isType(bytes, start, end, "presence:result")) {
      ready = true;
      totals.ready++;
    } else if (isType(bytes, start, end, "presence:error")) {
      refused = true;
      totals.refused++;
    }
  }

  private static boolean isType(byte[] bytes, int start, int end, String type) {
    byte[] head = ("{\"type\":\"" + type + "\"").getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(bytes, start, Math.min(end, start + head.length), head, 0, head.length);
  }

  @Override
  public void closed(Client from, int code) {
    if (!leaving) {
      totals.dropped++;
      if (totals.firstDrop.isEmpty()) {
        totals.firstDrop = "client " + number + (slow ? " (slow)" : "") + " with " + code;
      }
    }
    gone();
  }
}
