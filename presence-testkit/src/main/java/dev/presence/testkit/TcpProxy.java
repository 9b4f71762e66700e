package dev.presence.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Stands between a client and a server on this machine, and does to the connection what networks
 * do: {@linkplain #cut() cut} it, {@linkplain #stall() hold it up}, or leave it {@linkplain
 * #halfOpen() half-open}.
 *
 * <p>Safe for use by any thread. Each direction of each connection has a thread of its own, a
 * daemon.
 */
public final class TcpProxy implements AutoCloseable {

  private final InetSocketAddress target;
  private final InetSocketAddress address;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private ServerSocket listener;
  private Thread accepting;
  private boolean stalled;
  private boolean cut;

  private TcpProxy(int targetPort) throws IOException {
    target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    address = (InetSocketAddress) listener.getLocalSocketAddress();
    accepting = accept(listener);
  }

  /** Opens a proxy for a server that listens, or will listen, on this port of this machine. */
  public static TcpProxy to(int targetPort) {
    try {
      return new TcpProxy(targetPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of this machine to connect to. */
  public int port() {
    return address.getPort();
  }

  /** How many connections there are. */
  public int connections() {
    return connections.size();
  }

  /** From which ports of this machine the server sees the connections come. */
  public Set<Integer> ports() {
    return connections.stream().map(ProxiedConnection::port).collect(Collectors.toSet());
  }

  /** Closes all connections, and refuses new ones until {@link #mend()}. */
  public void cut() {
    Thread last;
    synchronized (lock) {
      cut = true;
      close(listener);
      last = accepting;
    }
    awaitEnd(last);
    dropConnections();
  }

  /**
   * A port stays open, although it was closed, while a thread still waits for connections at it.
   */
  private static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes all connections; new ones are accepted. */
  public void dropConnections() {
    connections.forEach(ProxiedConnection::close);
  }

  /** Closes the connection from this one of the {@link #ports()}. */
  public void drop(int fromPort) {
    connectionFrom(fromPort).close();
  }

  /**
   * Holds up everything, on connections that there are and on new ones, until {@link #mend()}: then
   * it arrives in order.
   */
  public void stall() {
    synchronized (lock) {
      stalled = true;
    }
  }

  /**
   * Swallows everything on the connections that there are now, for ever and without a word to
   * either side, as when a device between them was restarted; new connections work.
   */
  public void halfOpen() {
    connections.forEach(ProxiedConnection::swallow);
  }

  /** Does what {@link #halfOpen()} does to the connection from this one of the {@link #ports()}. */
  public void halfOpen(int fromPort) {
    connectionFrom(fromPort).swallow();
  }

  private ProxiedConnection connectionFrom(int port) {
    return connections.stream()
        .filter(connection -> connection.port() == port)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no connection is from port " + port));
  }

  /** Ends {@link #cut()} and {@link #stall()}. */
  public void mend() {
    synchronized (lock) {
      stalled = false;
      lock.notifyAll();
      if (cut) {
        cut = false;
        listenAgain();
      }
    }
  }

  private void listenAgain() {
    try {
      ServerSocket again = new ServerSocket();
      again.setReuseAddress(true);
      again.bind(address);
      listener = again;
      accepting = accept(again);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Thread accept(ServerSocket from) {
    return ProxiedConnection.start(
        "accept",
        () -> {
          while (!from.isClosed()) {
            Socket client = from.accept();
            join(client);
          }
        });
  }

  private void join(Socket client) {
    Socket server = new Socket();
    ProxiedConnection connection =
        new ProxiedConnection(client, server, this::awaitFlow, connections::remove);
    connections.add(connection);
    ProxiedConnection.start(
        "connect",
        () -> {
          try {
            server.connect(target);
            connection.open();
          } catch (IOException e) {
            connection.close();
          }
        });
  }

  /** Returns when nothing is held up. */
  private void awaitFlow() throws InterruptedException {
    synchronized (lock) {
      while (stalled) {
        lock.wait();
      }
    }
  }

  /** Closes all connections and refuses new ones for ever. */
  @Override
  public void close() {
    cut();
    synchronized (lock) {
      stalled = false;
      lock.notifyAll();
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
