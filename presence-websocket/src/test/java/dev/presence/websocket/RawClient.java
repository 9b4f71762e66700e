package dev.presence.websocket;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client of bare bytes, for everything that no proper client does: not reading, not answering
 * pings, hanging up without a word, and requests of any kind.
 */
final class RawClient extends FrameLog {

  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final AtomicInteger pings = new AtomicInteger();
  private final AtomicInteger pongs = new AtomicInteger();
  private volatile boolean answersPings = true;
  private final String head;
  private final int status;

  /**
   * Sends the request, and reads the status of the answer and its header. A {@code Host} among the
   * headers replaces the usual one.
   */
  RawClient(int port, String target, String... headers) {
    this(new Socket(), port, target, headers);
  }

  /** Sends the request over this socket, which is not connected yet. */
  RawClient(Socket socket, int port, String target, String... headers) {
    this.socket = socket;
    try {
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      String host = more.contains("Host: ") ? "" : "Host: 127.0.0.1:" + port + "\r\n";
      String request =
          "GET %s HTTP/1.1\r\n%sUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
              + "%s\r\n";
      write(request.formatted(target, host, more).getBytes(StandardCharsets.ISO_8859_1));
      head = readHead();
      status = Integer.parseInt(head.substring(9, 12));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** The status of the answer to the request; 101 for an open socket. */
  int status() {
    return status;
  }

  /** The answer to the request: its status and its header. */
  String head() {
    return head;
  }

  /** Begins to read, and to answer pings. */
  RawClient listen() {
    Thread reader = new Thread(this::read, "raw-client");
    reader.setDaemon(true);
    reader.start();
    return this;
  }

  RawClient withoutPongs() {
    answersPings = false;
    return this;
  }

  int pings() {
    return pings.get();
  }

  /** The number of pongs that came. */
  int pongs() {
    return pongs.get();
  }

  /** Sends a ping, which the server answers with a pong. */
  void ping() {
    frame(PING, new byte[] {7});
  }

  /** Sends the first part of a text, and no last one. */
  void beginText() {
    write(new byte[] {TEXT, (byte) (MASKED | 1), 0, 0, 0, 0, '{'});
  }

  /** Sends an empty part of a text. */
  void continueText() {
    write(new byte[] {CONTINUATION, (byte) MASKED, 0, 0, 0, 0});
  }

  private void read() {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0xF;
        byte[] payload = new byte[length()];
        in.readFully(payload);
        take(opcode, payload);
      }
    } catch (IOException e) {
      ended(1006);
    }
  }

  private int length() throws IOException {
    int length = in.readUnsignedByte();
    if (length == 126) {
      return in.readUnsignedShort();
    }
    return length == 127 ? Math.toIntExact(in.readLong()) : length;
  }

  private void take(int opcode, byte[] payload) {
    if (opcode == TEXT) {
      came(new String(payload, StandardCharsets.UTF_8));
    } else if (opcode == CLOSE) {
      ended(((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF));
    } else if (opcode == PING) {
      pings.incrementAndGet();
      if (answersPings) {
        frame(PONG, payload);
      }
    } else if (opcode == PONG) {
      pongs.incrementAndGet();
    }
  }

  @Override
  void send(String text) {
    frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  void sendBinary(byte[] bytes) {
    frame(BINARY, bytes);
  }

  @Override
  void close(int code) {
    frame(CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
  }

  private void frame(int opcode, byte[] payload) {
    int size = payload.length;
    byte[] head =
        size < 126
            ? new byte[] {(byte) (FINAL | opcode), (byte) (MASKED | size), 0, 0, 0, 0}
            : size < 65_536
                ? new byte[] {
                  (byte) (FINAL | opcode),
                  (byte) (MASKED | 126),
                  (byte) (size >> 8),
                  (byte) size,
                  0,
                  0,
                  0,
                  0
                }
                : new byte[] {
                  (byte) (FINAL | opcode),
                  (byte) (MASKED | 127),
                  0,
                  0,
                  0,
                  0,
                  (byte) (size >> 24),
                  (byte) (size >> 16),
                  (byte) (size >> 8),
                  (byte) size,
                  0,
                  0,
                  0,
                  0
                };
    byte[] whole = new byte[head.length + size]; // the mask is zero, so the payload stays
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(payload, 0, whole, head.length, size);
    write(whole);
  }

  private synchronized void write(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hangs up without a word. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
