package dev.presence.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection through a {@link TcpProxy}: two sockets, and what flows between them. */
final class ProxiedConnection {

  private static final Logger log = LoggerFactory.getLogger(ProxiedConnection.class);

  /** Waits while the proxy holds everything up. */
  @FunctionalInterface
  interface Gate {
    void pass() throws InterruptedException;
  }

  /** What a thread of the proxy does; it ends with the first failure. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  private final Socket client;
  private final Socket server;
  private final Gate gate;
  private final Consumer<ProxiedConnection> onClose;
  private volatile boolean swallowing;

  ProxiedConnection(Socket client, Socket server, Gate gate, Consumer<ProxiedConnection> onClose) {
    this.client = client;
    this.server = server;
    this.gate = gate;
    this.onClose = onClose;
  }

  /** Begins to pass on in both directions. */
  void open() {
    start("to server", () -> flow(client, server));
    start("to client", () -> flow(server, client));
  }

  /** From which port the server sees it come. */
  int port() {
    return server.getLocalPort();
  }

  private void flow(Socket from, Socket to) throws IOException, InterruptedException {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        gate.pass();
        if (!swallowing) {
          out.write(buffer, 0, length);
        }
      }
    } finally {
      ended();
    }
  }

  /** A half-open connection shows neither side that the other one is gone. */
  private void ended() {
    if (!swallowing) {
      close();
    }
  }

  void swallow() {
    swallowing = true;
  }

  void close() {
    onClose.accept(this);
    for (Socket socket : new Socket[] {client, server}) {
      try {
        socket.close();
      } catch (IOException e) {
        log.trace("It was broken already", e);
      }
    }
  }

  static Thread start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                log.trace("A connection ended", e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "tcp-proxy " + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
