package dev.presence.websocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Many clients on one thread, so lean that a test measures the server: each is a user {@code
 * u<number>} who notes which numbers it was shown.
 */
final class Crowd implements AutoCloseable {

  private static final byte[] USER =
      "\"u".getBytes(StandardCharsets.US_ASCII); // begins a user id in a column
  private static final int TEXT = 0x1;
  private static final int HEAD = 4;

  private final int port;
  private final int size;
  private final Selector selector;
  private final List<Client> clients = new ArrayList<>();
  private int complete;
  private int frames;
  private long bytes;

  /** Nobody yet, of so many. */
  Crowd(int port, int size) throws IOException {
    this.port = port;
    this.size = size;
    selector = Selector.open();
  }

  /** Begins to connect, up to so many of them in all. */
  void connect(long number) throws IOException {
    while (clients.size() < Math.min(number, size)) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      Client client = new Client(channel, clients.size());
      clients.add(client);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.register(selector, SelectionKey.OP_CONNECT, client);
    }
  }

  /** Reads whatever comes within so many milliseconds. */
  void poll(long millis) throws IOException {
    selector.select(this::ready, millis);
  }

  private void ready(SelectionKey key) {
    try {
      ((Client) key.attachment()).ready(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many clients know everybody. */
  int complete() {
    return complete;
  }

  /** How many have had their first frame. */
  long begun() {
    return clients.stream().filter(client -> !client.seen.isEmpty()).count();
  }

  int frames() {
    return frames;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
    selector.close();
  }

  private final class Client {
    final SocketChannel channel;
    final BitSet seen = new BitSet();
    private final int number;
    private ByteBuffer in = ByteBuffer.allocate(1 << 12);
    private boolean open;

    Client(SocketChannel channel, int number) {
      this.channel = channel;
      this.number = number;
    }

    void ready(SelectionKey key) throws IOException {
      if (key.isConnectable()) {
        channel.finishConnect();
        String request =
            "GET /presence/acme?user=u%d HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\n\r\n";
        channel.write(
            ByteBuffer.wrap(request.formatted(number).getBytes(StandardCharsets.US_ASCII)));
        key.interestOps(SelectionKey.OP_READ);
      } else {
        if (channel.read(in) < 0) {
          throw new IOException("client " + number + " was cut off");
        }
        in.flip();
        while (takeHead() || takeFrame()) {
          // as long as there is one
        }
        in.compact();
        if (!in.hasRemaining()) {
          in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
        }
      }
    }

    private boolean takeHead() {
      if (open) {
        return false;
      }
      for (int i = in.position(); i + HEAD <= in.limit(); i++) {
        if (in.getInt(i) == 0x0D0A0D0A) {
          in.position(i + HEAD);
          open = true;
          return true;
        }
      }
      return false;
    }

    private boolean takeFrame() {
      if (!open || in.remaining() < HEAD) {
        return false;
      }
      int start = in.position();
      int length = in.get(start + 1);
      int from = start + (length < 126 ? 2 : length == 126 ? HEAD : HEAD + 6);
      if (from > in.limit()) {
        return false;
      }
      int payload =
          length < 126
              ? length
              : length == 126 ? in.getShort(start + 2) & 0xFFFF : (int) in.getLong(start + 2);
      if (from + payload > in.limit()) {
        return false;
      }
      if ((in.get(start) & 0xF) == TEXT) {
        text(in.array(), from, from + payload);
      }
      in.position(from + payload);
      return true;
    }

    private void text(byte[] bytesIn, int from, int to) {
      frames++;
      bytes += to - from;
      boolean before = seen.cardinality() == size;
      int at = from;
      while (at + USER.length <= to) {
        if (Arrays.mismatch(bytesIn, at, at + USER.length, USER, 0, USER.length) < 0
            && Character.isDigit(bytesIn[at + USER.length])) {
          at = number(bytesIn, at + USER.length);
        } else {
          at++;
        }
      }
      complete += !before && seen.cardinality() == size ? 1 : 0;
    }

    private int number(byte[] digits, int from) {
      int user = 0;
      int at = from;
      while (digits[at] != '"') {
        user = 10 * user + digits[at++] - '0';
      }
      seen.set(user);
      return at;
    }
  }
}
