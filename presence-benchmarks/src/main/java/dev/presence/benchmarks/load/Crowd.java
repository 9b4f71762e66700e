package dev.presence.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * Many WebSocket clients on the thread that calls it, so lean that a measurement measures the
 * server. Confined to one thread.
 */
public final class Crowd implements AutoCloseable {

  private static final int LONGEST_FRAME = 4 << 20;

  private final Selector selector;
  private final ByteBuffer shared = ByteBuffer.allocate(LONGEST_FRAME);

  /** Nobody yet. */
  public Crowd() throws IOException {
    selector = Selector.open();
  }

  Selector selector() {
    return selector;
  }

  /** Begins to connect a client to a path with its query. */
  public Client connect(Client.Target target, String path, Client.Listener listener)
      throws IOException {
    return new Client(this, target, path, listener);
  }

  /** Handles what arrives within so many milliseconds; returns after the first batch. */
  public void poll(long millis) throws IOException {
    selector.select(this::ready, Math.max(1, millis));
  }

  private void ready(SelectionKey key) {
    try {
      ((Client) key.attachment()).ready(shared);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cuts all clients. */
  @Override
  public void close() throws IOException {
    List<SelectionKey> all = new ArrayList<>(selector.keys());
    for (SelectionKey key : all) {
      key.channel().close();
    }
    selector.close();
  }
}
