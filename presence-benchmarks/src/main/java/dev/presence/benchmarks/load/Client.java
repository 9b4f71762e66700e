package dev.presence.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One WebSocket client of a {@link Crowd}. Used by the thread of the crowd only. */
public final class Client {

  /** Called with what the server sends. */
  public interface Listener {

    /** The handshake succeeded. */
    default void opened(Client client) {}

    /** A text frame arrived: these bytes of UTF-8. */
    void text(Client client, byte[] bytes, int from, int to);

    /** The connection ended; the code is that of the close frame, or 1006 if there was none. */
    default void closed(Client client, int code) {}
  }

  /** For {@link #allow}: reads everything at once. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int NO_CODE = 1005;
  private static final int ABNORMAL = 1006;
  private static final int SHORT_LENGTH = 126;
  private static final int HEAD_END = 0x0D0A0D0A;

  private final SocketChannel channel;
  private final String path;
  private final Listener listener;
  private final SelectionKey key;
  private byte @Nullable [] rest;
  private @Nullable ByteBuffer unsent;
  private boolean open;
  private int allowance = UNLIMITED;
  private boolean ended;
  private int closeCode = ABNORMAL;

  Client(Crowd crowd, Target target, String path, Listener listener) throws IOException {
    this.path = path;
    this.listener = listener;
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    target.configure(channel);
    channel.connect(new InetSocketAddress("127.0.0.1", target.port()));
    key = channel.register(crowd.selector(), SelectionKey.OP_CONNECT, this);
  }

  /**
   * Where a client connects to.
   *
   * @param from the address that it connects from
   * @param receiveBuffer the size of its receive buffer; 0 for that of the system
   */
  public record Target(int port, String from, int receiveBuffer) {

    /** From the usual address, with the usual buffer. */
    public static Target of(int port) {
      return new Target(port, "127.0.0.1", 0);
    }

    private void configure(SocketChannel channel) throws IOException {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (receiveBuffer > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
      }
      channel.bind(new InetSocketAddress(from, 0));
    }
  }

  /** Reads no more than so many bytes, until the next call. */
  public void allow(int bytes) {
    allowance = bytes;
    if (open && key.isValid()) {
      interest();
    }
  }

  private void interest() {
    key.interestOps(
        (allowance == 0 ? 0 : SelectionKey.OP_READ) | (unsent == null ? 0 : SelectionKey.OP_WRITE));
  }

  /** Sends a text frame. */
  public void send(String text) throws IOException {
    frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Closes the connection without a close frame. */
  public void cut() throws IOException {
    ended = true;
    channel.close();
  }

  // The mask is zero: the payload stays as it is.
  private void frame(int opcode, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put((byte) (FIN | opcode));
    if (payload.length < SHORT_LENGTH) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | SHORT_LENGTH)).putShort((short) payload.length);
    }
    write(frame.putInt(0).put(payload).flip());
  }

  private void write(ByteBuffer bytes) throws IOException {
    ByteBuffer before = unsent;
    if (before != null) {
      unsent =
          ByteBuffer.allocate(before.remaining() + bytes.remaining()).put(before).put(bytes).flip();
      return;
    }
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      unsent = bytes;
      interest();
    }
  }

  void ready(ByteBuffer shared) throws IOException {
    if (ended) {
      return;
    }
    try {
      if (key.isConnectable()) {
        connected();
        return;
      }
      if (key.isWritable()) {
        writeRest();
      }
      if (key.isReadable()) {
        read(shared);
      }
    } catch (IOException e) {
      end();
    }
  }

  private void connected() throws IOException {
    channel.finishConnect();
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    key.interestOps(SelectionKey.OP_READ);
  }

  private void writeRest() throws IOException {
    ByteBuffer bytes = unsent;
    if (bytes != null) {
      channel.write(bytes);
      if (!bytes.hasRemaining()) {
        unsent = null;
        interest();
      }
    }
  }

  private void read(ByteBuffer shared) throws IOException {
    shared.clear();
    if (rest != null) {
      shared.put(rest);
      rest = null;
    }
    if (allowance < shared.remaining()) {
      shared.limit(shared.position() + allowance);
    }
    int count = channel.read(shared);
    if (count < 0) {
      end();
      return;
    }
    if (allowance != UNLIMITED) {
      allowance -= count;
    }
    shared.flip();
    while (!ended && (takeHead(shared) || takeFrame(shared))) {
      // as long as there is one
    }
    if (shared.hasRemaining() && !ended) {
      byte[] left = new byte[shared.remaining()];
      shared.get(left);
      rest = left;
    }
    if (allowance == 0 && key.isValid()) {
      interest();
    }
  }

  private boolean takeHead(ByteBuffer in) {
    if (open) {
      return false;
    }
    for (int i = in.position(); i + Integer.BYTES <= in.limit(); i++) {
      if (in.getInt(i) == HEAD_END) {
        in.position(i + Integer.BYTES);
        open = true;
        listener.opened(this);
        interest();
        return true;
      }
    }
    return false;
  }

  private boolean takeFrame(ByteBuffer in) throws IOException {
    int start = in.position();
    if (!open || in.remaining() < 2) {
      return false;
    }
    int length = in.get(start + 1);
    int from = start + (length < SHORT_LENGTH ? 2 : length == SHORT_LENGTH ? 4 : 10);
    if (from > in.limit()) {
      return false;
    }
    int payload =
        length < SHORT_LENGTH
            ? length
            : length == SHORT_LENGTH
                ? in.getShort(start + 2) & 0xFFFF
                : (int) in.getLong(start + 2);
    if (from + payload > in.limit()) {
      return false;
    }
    in.position(from + payload);
    handle(in.get(start) & 0xF, in.array(), from, from + payload);
    return true;
  }

  private void handle(int opcode, byte[] bytes, int from, int to) throws IOException {
    switch (opcode) {
      case TEXT -> listener.text(this, bytes, from, to);
      case PING -> frame(PONG, Arrays.copyOfRange(bytes, from, to));
      case CLOSE -> {
        closeCode =
            to - from >= 2 ? ((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF) : NO_CODE;
        end();
      }
      default -> {}
    }
  }

  private void end() throws IOException {
    if (!ended) {
      cut();
      listener.closed(this, closeCode);
    }
  }
}
